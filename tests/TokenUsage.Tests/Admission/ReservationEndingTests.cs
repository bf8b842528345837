using System.Runtime.CompilerServices;

namespace TokenUsage.Tests.Admission;

public sealed class ReservationEndingTests
{
    private const int Calls = 100_000;

    private static readonly QuotaDefinition[] Quotas =
    [
        new() { Name = "day", Unit = QuotaUnit.Tokens, Limit = 1L << 50, Per = [Dimension.User] },
        new()
        {
            Name = "burst",
            Unit = QuotaUnit.Tokens,
            Limit = 1L << 40,
            Window = new QuotaWindow { Kind = QuotaWindowKind.Burst },
        },
        new() { Name = "open", Unit = QuotaUnit.ConcurrentCalls, Limit = 1L << 30, Window = QuotaWindow.Lifetime },
    ];

    [Fact]
    public async Task However_calls_end_nothing_is_held_afterwards()
    {
        await using var bench = new GateBench(Quotas);
        var random = new Random(20_261_122);
        for (int i = 0; i < Calls; i++) await EndSomehowAsync(bench, random.Next(7));

        await WaitForAbandonedAsync(bench);

        foreach (QuotaStatus status in await ReadAsync(bench))
        {
            status.Held.Should().Be(0, "of {0}", status.Quota.Name);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task EndSomehowAsync(GateBench bench, int ending)
    {
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(3, 4));
        if (ending % 2 == 0) reservation.MarkDispatched();
        switch (ending)
        {
            case 0 or 1:
                await reservation.SettleAsync(new TokenCounts { Input = 3 }, Cost.Unpriced, CallOutcome.Success);
                break;
            case 2:
                await reservation.SettleAsync(default, Cost.Unpriced, CallOutcome.Failed, new CancellationToken(true));
                break;
            case 3:
                await reservation.DisposeAsync();
                break;
            case 4:
                await reservation.ExtendAsync(new TokenCounts { Output = 5 });
                await reservation.DisposeAsync();
                break;
            case 5:
                await reservation.DisposeAsync();
                await reservation.SettleAsync(new TokenCounts { Input = 9 }, Cost.Unpriced, CallOutcome.Success);
                break;
            default:
                break; // nobody ends it: only the garbage collector finds it
        }
    }

    /// <summary>Collects what was abandoned, and lets the gate's own upkeep settle it.</summary>
    private static async Task WaitForAbandonedAsync(GateBench bench)
    {
        for (int i = 0; i < 200; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            if ((await ReadAsync(bench)).All(status => status.Held == 0)) return;
        }
    }

    private static ValueTask<IReadOnlyList<QuotaStatus>> ReadAsync(GateBench bench) =>
        bench.Quotas.GetStatusAsync(new UsageDimensions { User = "alice" });
}
