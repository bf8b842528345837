using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Caching;
using TokenUsage.Conformance;
using TokenUsage.Diagnostics;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Hosting;

public sealed class StageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_tracking_the_pipeline_is_the_client_itself()
    {
        await using TestMonitor monitor = Without(MonitoringStages.Tracking);
        var model = new ScriptedChatClient();

        monitor.Observe(model).Should().BeSameAs(model);
    }

    [Fact]
    public async Task Without_tracking_the_write_door_keeps_nothing()
    {
        await using TestMonitor monitor = Without(MonitoringStages.Tracking);

        monitor.Tracker.TryRecord(new RecordFactory().Make()).Should().BeFalse();
        await using TrackedCall call = await monitor.Tracker.StartAsync(
            new CallDescription { Provider = "openai", Model = "gpt-4o" }, Token);
        call.Complete(new TokenCounts { Input = 1 });

        monitor.Stats.Current.Attempts.Should().Be(0);
    }

    [Fact]
    public async Task Without_pricing_records_are_unpriced_and_not_free()
    {
        await using TestMonitor monitor = Without(MonitoringStages.Pricing);

        await AskAsync(monitor);

        (await monitor.RecordsAsync()).Single().Cost.Should().BeEquivalentTo(
            new { Status = CostStatus.Unpriced, Usd = (decimal?)null });
    }

    [Fact]
    public async Task Without_quotas_nothing_is_refused()
    {
        await using TestMonitor monitor = Without(
            MonitoringStages.Quotas, builder => builder.AddQuota("none", q => q.Requests(0).Daily()));

        Func<Task> ask = () => AskAsync(monitor);

        await ask.Should().NotThrowAsync();
    }

    [Fact]
    public async Task Without_aggregation_the_totals_stay()
    {
        await using TestMonitor monitor = Without(MonitoringStages.Aggregation);
        await AskAsync(monitor);
        await monitor.RecordsAsync();

        Action read = () => monitor.Services.GetRequiredService<ILiveUsage>().Read(new LiveQuery());

        read.Should().Throw<InvalidOperationException>().WithMessage("*Stages*Aggregation*");
        monitor.Stats.Current.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task Without_the_feed_nobody_can_subscribe_and_says_why()
    {
        await using TestMonitor monitor = Without(MonitoringStages.Feed);
        var feed = monitor.Services.GetRequiredService<IUsageFeed>();

        Action subscribe = () => feed.Subscribe(new FeedOptions(), (_, _) => ValueTask.CompletedTask);

        subscribe.Should().Throw<InvalidOperationException>().WithMessage("*Stages*Feed*");
        feed.Publish(new FeedEvent { Kind = FeedEventKind.Custom });
        feed.Statistics.Published.Should().Be(0);
    }

    [Fact]
    public async Task Without_the_cache_every_question_reads_the_store()
    {
        await using TestMonitor monitor = Without(MonitoringStages.Cache);

        await monitor.Stats.QueryAsync(new UsageQuery(), Token);

        monitor.Services.GetRequiredService<TokenUsageCache>().Statistics.Misses.Should().Be(0);
    }

    [Fact]
    public async Task Without_storage_calls_are_counted_and_forgotten()
    {
        await using TestMonitor monitor = Without(MonitoringStages.Storage);

        await AskAsync(monitor);

        (await monitor.RecordsAsync()).Should().BeEmpty();
        monitor.Stats.Current.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task An_enricher_adds_to_every_call_and_one_that_throws_is_left_out()
    {
        await using TestMonitor monitor = TestMonitor.Create(services => services
            .AddSingleton<IUsageEnricher>(new Enricher(_ => throw new InvalidOperationException("thrown by a test")))
            .AddSingleton<IUsageEnricher>(new Enricher(d => d with { Project = $"team of {d.User}" })));

        using (UsageScope.Begin(user: "alice")) await AskAsync(monitor);

        (await monitor.RecordsAsync()).Single().Dimensions.Project.Should().Be("team of alice");
    }

    private static TestMonitor Without(MonitoringStages stage, Action<ITokenMonitoringBuilder>? build = null) =>
        TestMonitor.Create(
            services => build?.Invoke(services.AddTokenMonitoring()),
            options => options.Stages = MonitoringStages.All & ~stage);

    private static async Task AskAsync(TestMonitor monitor)
    {
        using IChatClient client = monitor.Observe(new ScriptedChatClient());
        await client.GetResponseAsync("hi", cancellationToken: Token);
    }

    private sealed class Enricher(Func<UsageDimensions, UsageDimensions> enrich) : IUsageEnricher
    {
        public UsageDimensions Enrich(UsageDimensions dimensions) => enrich(dimensions);
    }
}
