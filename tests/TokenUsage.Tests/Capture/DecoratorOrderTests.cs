using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class DecoratorOrderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Standing_outside_of_a_tool_loop_is_warned_of_once()
    {
        var log = new LogLines();
        await using TestMonitor monitor = TestMonitor.Create(services => services.AddSingleton<ILoggerProvider>(log));
        using IChatClient client = new ChatClientBuilder(new ScriptedChatClient())
            .UseTokenMonitoring().UseFunctionInvocation().Build(monitor.Services);

        await client.GetResponseAsync("hello", cancellationToken: Token);
        await client.GetStreamingResponseAsync("hello", cancellationToken: Token).ToChatResponseAsync(Token);

        log.Lines.Should().ContainSingle(line => line.Contains("outside of FunctionInvokingChatClient"));
    }

    [Fact]
    public async Task Standing_outside_of_a_tool_loop_and_next_to_the_model_is_right()
    {
        var log = new LogLines();
        await using TestMonitor monitor = TestMonitor.Create(services => services.AddSingleton<ILoggerProvider>(log));
        using IChatClient client = new ChatClientBuilder(new ScriptedChatClient())
            .UseTokenMonitoring().UseFunctionInvocation().UseTokenMonitoring().Build(monitor.Services);

        await client.GetResponseAsync("hello", cancellationToken: Token);

        log.Lines.Should().NotContain(line => line.Contains("outside of"));
    }

    [Fact]
    public async Task A_refusal_that_the_client_throws_costs_nothing()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var refusal = new InvalidOperationException("429");
        using IChatClient client = monitor.Observe(new ScriptedChatClient(refusal));

        await FluentActions.Awaiting(() => client.GetResponseAsync("hello", cancellationToken: Token))
            .Should().ThrowAsync<InvalidOperationException>();

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Cost.Status.Should().Be(CostStatus.Free);
    }

    [Fact]
    public async Task A_connection_that_the_client_loses_is_charged_by_an_estimate()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var failure = new InvalidOperationException("the call failed", new IOException("the connection was reset"));
        using IChatClient client = monitor.Observe(new ScriptedChatClient(failure));

        await FluentActions.Awaiting(() => client.GetResponseAsync("hello", cancellationToken: Token))
            .Should().ThrowAsync<InvalidOperationException>();

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Source.Should().Be(UsageSource.Estimated);
        record.Tokens.Input.Should().BePositive();
    }
}
