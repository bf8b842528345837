using TokenUsage.Alerting;
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

    [Fact]
    public async Task Two_reasons_to_send_at_once_in_one_process_send_once()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        _sink.Before = async (_, cancellationToken) =>
        {
            asked.TrySetResult();
            await answer.Task.WaitAsync(cancellationToken);
        };
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);

        Task<AlertEntry?> first = stage.FindAsync();
        await asked.Task.WaitAsync(Token);
        Task second = stage.SendAsync();
        answer.SetResult();
        await Task.WhenAll(first, second);

        _sink.Transitions.Should().Equal(AlertTransition.Raised);
    }

    private static async Task FindAtOnceAsync(AlertStage first, AlertStage second, int level)
    {
        await Parallel.ForAsync(0, 1_000, Token, async (i, _) => await (i % 2 == 0 ? first : second).FindAsync(level));
        await first.SendAsync();
        await second.SendAsync();
    }
}
