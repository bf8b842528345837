using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage;
using TokenUsage.Testing;

namespace QuickStart;

/// <summary>What an application's own tests may look like, with any test framework.</summary>
internal static class OurTests
{
    public static async Task A_question_costs_less_than_two_cents(
        IChatClient model, CancellationToken cancellationToken)
    {
        // snippet: testing-probe
        var services = new ServiceCollection();
        services.AddTokenMonitoring(MonitoringPreset.Testing).AddRecordedUsage();
        await using ServiceProvider provider = services.BuildServiceProvider();
        using IChatClient client = model.AsBuilder().UseTokenMonitoring().Build(provider);
        var probe = provider.GetRequiredService<UsageProbe>();

        MeasuredUsage measured = await probe.MeasureAsync(
            token => client.GetResponseAsync("What is the capital of France?", cancellationToken: token),
            cancellationToken);

        measured.Totals.ShouldSucceed().ShouldMakeCalls(1).ShouldCostLessThan(0.02m).ShouldUseFewerTokensThan(2_000);
        // end-snippet
    }

    public static async Task An_alert_is_told(IUsageFeed feed, CancellationToken cancellationToken)
    {
        // snippet: testing-feed
        await using var collector = new FeedCollector(feed, new FeedOptions { Kinds = [FeedEventKind.Alert] });
        feed.Publish(new FeedEvent { Kind = FeedEventKind.Alert, Name = "team-spend" });
        IReadOnlyList<FeedEvent> told = await collector.WaitForAsync(1, cancellationToken);
        // end-snippet

        Console.WriteLine(told.Count);
    }

    public static async Task A_bill_is_read(CancellationToken cancellationToken)
    {
        // snippet: testing-fake
        var monitor = new FakeTokenMonitor
        {
            PriceOf = (_, tokens) => new Cost { Status = CostStatus.Priced, Usd = (tokens.Total ?? 0) * 0.000002m },
        };
        await using (TrackedCall call = await monitor.StartAsync(
            new CallDescription { Provider = "openai", Model = "gpt-4o" }, cancellationToken))
        {
            call.Complete(new TokenCounts { Input = 1_000, Output = 200 });
        }

        monitor.Current.ShouldCostLessThan(0.01m);
        // end-snippet
    }
}
