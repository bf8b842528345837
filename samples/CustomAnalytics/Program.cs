using CustomAnalytics;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage;

// snippet: register
var services = new ServiceCollection();
services.AddTokenMonitoring();
services.AddSingleton<IUsageAnalyzer, ShoutingAnalyzer>();
await using ServiceProvider provider = services.BuildServiceProvider();
// end-snippet

var tracker = provider.GetRequiredService<ITokenTracker>();
await RecordAsync(tracker, "search", input: 900, output: 80);
await RecordAsync(tracker, "poetry", input: 60, output: 1_900);

await tracker.FlushAsync(TimeSpan.FromSeconds(10));

// snippet: ask
var analytics = provider.GetRequiredService<ITokenAnalytics>();
IReadOnlyList<Recommendation> advice =
    await analytics.GetRecommendationsAsync(TimeRange.Last(TimeSpan.FromDays(1)));
foreach (Recommendation item in advice) Console.WriteLine($"{item.Title}: {item.Message}");
// end-snippet

static async Task RecordAsync(ITokenTracker tracker, string feature, long input, long output)
{
    using (UsageScope.Begin(feature: feature))
    {
        await using TrackedCall call =
            await tracker.StartAsync(new CallDescription { Provider = "openai", Model = "gpt-4o" });
        call.Dispatched();
        call.Complete(new TokenCounts { Input = input, Output = output });
    }
}
