using System.Collections.Concurrent;
using System.Diagnostics;
using TokenUsage.Admission;
using TokenUsage.Redis;

namespace TokenUsage.Proofs.Admission;

/// <summary>One process of the fleet: calls that reserve, take a moment and settle, each step timed.</summary>
/// <remarks>As the gate does, it waits for no settlement that fails, and repeats it with the same id until it is done.</remarks>
internal sealed class OutageCaller(RedisQuotaLedger ledger, int number, long limit)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly ConcurrentQueue<(LedgerClaim Claim, QuotaAmounts Actual)> _waiting = new();

    public ConcurrentBag<OutageStep> Steps { get; } = [];

    public RedisQuotaLedger Ledger => ledger;

    /// <summary>Gets how many reservations ended in an exception: none may.</summary>
    public int Faults { get; private set; }

    public async Task CallAsync(int seed, Func<bool> goesOn, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        while (goesOn())
        {
            long amount = random.NextInt64(1, 201);
            var claim = new LedgerClaim();
            claim.Begin(Guid.CreateVersion7());
            claim.Add(SharedOvershoot.Line(limit, amount));
            bool wasOffline = ledger.IsOffline;
            long start = Stopwatch.GetTimestamp();
            try
            {
                ReserveAnswer answer = await ledger.ReserveAsync(claim, Lease, cancellationToken);
                long admitted = answer.IsHeld ? amount : 0;
                Steps.Add(new OutageStep(number, start, Stopwatch.GetTimestamp(), wasOffline, admitted));
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
                if (!answer.IsHeld) continue;
                await SettleAsync(claim, new QuotaAmounts { InputTokens = amount }, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Faults++;
                await Console.Error.WriteLineAsync(exception.Message);
            }
        }
    }

    /// <summary>Repeats what could not be settled, until all of it is.</summary>
    public async Task RepeatAsync(CancellationToken cancellationToken)
    {
        while (_waiting.TryPeek(out (LedgerClaim Claim, QuotaAmounts Actual) settlement))
        {
            try
            {
                await ledger.SettleAsync(settlement.Claim, settlement.Actual, cancellationToken);
                _waiting.TryDequeue(out _);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task SettleAsync(LedgerClaim claim, QuotaAmounts actual, CancellationToken cancellationToken)
    {
        try
        {
            await ledger.SettleAsync(claim, actual, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            _waiting.Enqueue((claim, actual));
        }
    }
}
