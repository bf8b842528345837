using TokenUsage.Admission;

namespace TokenUsage.Tests.Admission;

public sealed class WaitingLineTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly QuotaDefinition OneAtOnce = new()
    {
        Name = "one",
        Unit = QuotaUnit.ConcurrentCalls,
        Limit = 1,
        Window = QuotaWindow.Lifetime,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_are_served_in_turn_and_the_calls_of_one_user_in_their_order()
    {
        await using var bench = new GateBench(OneAtOnce);
        QuotaAdmission running = (await AskAsync(bench, "zoe")).Admission!;
        List<(string Name, Task<AdmissionResult> Call)> waiting = [];
        foreach (string name in (string[])["alice 1", "alice 2", "alice 3", "bob 1", "bob 2"])
        {
            waiting.Add((name, AskAsync(bench, name.Split(' ')[0]).AsTask()));
        }

        List<string> order = [];
        while (waiting.Count > 0)
        {
            await bench.Gate.ReleaseAsync(running, Token);
            Task<AdmissionResult> served = await Task.WhenAny(waiting.Select(one => one.Call));
            running = (await served).Admission!;
            order.Add(waiting.Single(one => one.Call == served).Name);
            waiting.RemoveAll(one => one.Call == served);
        }

        order.Should().Equal("alice 1", "bob 1", "alice 2", "bob 2", "alice 3");
        bench.Gate.Counters.Refused.Should().Be(2, "those behind the first of each user were not even asked for");
    }

    [Fact]
    public async Task A_wait_ends_with_the_refusal_when_its_time_is_over()
    {
        await using var bench = new GateBench(OneAtOnce);
        await AskAsync(bench, "zoe");

        Task<AdmissionResult> waiting = AskAsync(bench, "alice").AsTask();
        bench.Gate.Counters.Waiting.Should().Be(1);
        while (!waiting.IsCompleted)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        (await waiting).Refusal!.Quota.Should().Be("one");
        bench.Gate.Counters.Waiting.Should().Be(0);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_leaves_nothing_held()
    {
        await using var bench = new GateBench(OneAtOnce);
        QuotaAdmission running = (await AskAsync(bench, "zoe")).Admission!;
        using var cancelled = new CancellationTokenSource();
        Task<AdmissionResult> waiting = AskAsync(bench, "alice", cancelled.Token).AsTask();

        await cancelled.CancelAsync();
        await waiting.Invoking(async call => await call).Should().ThrowAsync<OperationCanceledException>();
        await bench.Gate.ReleaseAsync(running, Token);

        (await AskAsync(bench, "bob")).Admission.Should().NotBeNull();
    }

    [Fact]
    public async Task A_call_that_never_fits_does_not_wait()
    {
        var day = new QuotaDefinition { Name = "day", Unit = QuotaUnit.Tokens, Limit = 10 };
        await using var bench = new GateBench(day);

        ValueTask<AdmissionResult> asked = AskAsync(bench, "alice");

        asked.IsCompleted.Should().BeTrue();
        (await asked).Refusal.Should().NotBeNull();
    }

    [Fact]
    public async Task A_full_line_refuses_at_once()
    {
        await using var bench = new GateBench(options => options.MostWaiting = 1, null, OneAtOnce);
        await AskAsync(bench, "zoe");
        _ = AskAsync(bench, "alice").AsTask();

        ValueTask<AdmissionResult> second = AskAsync(bench, "bob");

        second.IsCompleted.Should().BeTrue();
        (await second).Refusal.Should().NotBeNull();
    }

    private static ValueTask<AdmissionResult> AskAsync(
        GateBench bench, string user, CancellationToken? cancelled = null) =>
        bench.Gate.ReserveAsync(
            AdmissionRequest.From(GateBench.Call(subject: new UsageDimensions { User = user })),
            Minute,
            cancelled ?? Token);
}
