using TokenUsage.Storage;

namespace TokenUsage.Tests.Alerting;

public sealed class ReplicaTests
{
    private readonly RecordingSink _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_replicas_and_a_restart_in_the_middle_tell_each_transition_once()
    {
        var store = new InMemoryAlertStore();
        var first = new AlertStage(AlertStage.Shares(), store: store, sinks: _sink);
        await using var second = new AlertStage(AlertStage.Shares(), store: store, clock: first.Clock, sinks: _sink);

        await FindAtOnceAsync(first, second, level: 1);
        await first.DisposeAsync();
        await using var restarted = new AlertStage(
            AlertStage.Shares(), store: store, clock: second.Clock, sinks: _sink);
        await FindAtOnceAsync(restarted, second, level: 1);
        await FindAtOnceAsync(restarted, second, level: 2);
        await Task.WhenAll(restarted.CalmAsync(), second.CalmAsync());
        await restarted.SendAsync();

        _sink.Transitions.Should().Equal(
            AlertTransition.Raised, AlertTransition.Worsened, AlertTransition.Resolved);
    }

    private static async Task FindAtOnceAsync(AlertStage first, AlertStage second, int level)
    {
        await Parallel.ForAsync(0, 1_000, Token, async (i, _) => await (i % 2 == 0 ? first : second).FindAsync(level));
        await first.SendAsync();
        await second.SendAsync();
    }
}
