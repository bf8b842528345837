using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Capture.Routing;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class RoutedChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_whose_budget_is_used_up_gives_way_to_the_next(bool streamed)
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b
            .AddQuota("dear", q => q.Where(Dimension.Model, "gpt-4o").Usd(0.000001m)));
        var model = new CountingChatClient(tokens: 5);
        using IChatClient client = Route(monitor, model, o => o.Add("gpt-4o").Add("gpt-4o-mini"));

        if (streamed) await client.GetStreamingResponseAsync("hi", cancellationToken: Token).ToChatResponseAsync(Token);
        else await client.GetResponseAsync("hi", cancellationToken: Token);

        model.LastOptions!.ModelId.Should().Be("gpt-4o-mini");
        (await monitor.RecordsAsync()).Select(record => (record.RequestedModel, record.Outcome)).Should().Equal(
            ("gpt-4o", CallOutcome.Refused), ("gpt-4o-mini", CallOutcome.Success));
    }

    [Fact]
    public async Task The_first_refusal_reaches_the_caller_when_no_model_takes_the_call()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b
            .AddQuota("first", q => q.Where(Dimension.Model, "gpt-4o").Requests(0))
            .AddQuota("second", q => q.Where(Dimension.Model, "gpt-4o-mini").Requests(0)));
        using IChatClient client = Route(
            monitor, new CountingChatClient(tokens: 5), o => o.Add("gpt-4o").Add("gpt-4o-mini"));

        Func<Task> call = () => client.GetResponseAsync("hi", cancellationToken: Token);

        (await call.Should().ThrowAsync<QuotaExceededException>()).Which.Quota.Should().Be("first");
    }

    [Fact]
    public async Task A_halt_is_not_gone_round()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(_ => { });
        var model = new CountingChatClient(tokens: 5);
        using IChatClient client = Route(monitor, model, o => o.Add("gpt-4o").Add("gpt-4o-mini"));
        await monitor.Quotas().HaltAsync(HaltScope.Everything, "Stop.", ChangeActor.Application, Token);

        Func<Task> call = () => client.GetResponseAsync("hi", cancellationToken: Token);

        await call.Should().ThrowAsync<QuotaExceededException>();
        (await monitor.RecordsAsync()).Should().ContainSingle("one target was asked, and no second one");
    }

    [Fact]
    public async Task A_client_that_keeps_failing_is_asked_last()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using IChatClient broken = monitor.Observe(new ScriptedChatClient(new HttpRequestException("down")));
        var sound = new CountingChatClient(tokens: 5);
        using IChatClient client = Route(monitor, sound, o => o.Add("broken", broken).Add("sound"));

        for (int i = 0; i < 5; i++) await client.GetResponseAsync("hi", cancellationToken: Token);

        sound.Calls.Should().Be(5);
        (await monitor.RecordsAsync()).Count(record => record.RequestedModel == "broken").Should().Be(3);
    }

    [Fact]
    public async Task What_the_caller_cancels_goes_to_no_other_model()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using IChatClient broken = monitor.Observe(new ScriptedChatClient(new OperationCanceledException()));
        var second = new CountingChatClient(tokens: 5);
        using IChatClient client = Route(monitor, second, o => o.Add("first", broken).Add("second"));

        Func<Task> call = () => client.GetResponseAsync("hi", cancellationToken: new CancellationToken(canceled: true));

        await call.Should().ThrowAsync<OperationCanceledException>();
        second.Calls.Should().Be(0);
    }

    [Fact]
    public async Task The_cheapest_model_comes_first_by_the_prices_in_force()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var model = new CountingChatClient(tokens: 5);
        using IChatClient client = Route(monitor, model, o =>
        {
            o.Add("no-such-model").Add("gpt-4o").Add("gpt-4o-mini");
            o.Order = RouteOrder.Cheapest;
        });

        await client.GetResponseAsync("hi", cancellationToken: Token);

        model.LastOptions!.ModelId.Should().Be("gpt-4o-mini");
    }

    [Fact]
    public async Task The_most_reliable_model_is_learned_from_the_records()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var health = monitor.Services.GetServices<IUsageObserver>().OfType<TargetHealth>().Single();
        health.Observe([Record("shaky", CallOutcome.Failed), Record("steady", CallOutcome.Success)]);
        var model = new CountingChatClient(tokens: 5);
        using IChatClient client = Route(monitor, model, o =>
        {
            o.Add("shaky").Add("steady");
            o.Order = RouteOrder.MostReliable;
        });

        await client.GetResponseAsync("hi", cancellationToken: Token);

        model.LastOptions!.ModelId.Should().Be("steady");
    }

    private static UsageRecord Record(string model, CallOutcome outcome) => new()
    {
        Id = Guid.CreateVersion7(),
        StartedAt = DateTimeOffset.UnixEpoch,
        Provider = "openai",
        Operation = "chat",
        RequestedModel = model,
        Outcome = outcome,
        Cost = Cost.Unpriced,
    };

    private static IChatClient Route(TestMonitor monitor, IChatClient model, Action<FallbackOptions> configure) =>
        new ChatClientBuilder(model).UseTokenFallback(configure).UseTokenMonitoring().Build(monitor.Services);
}
