using TokenUsage;

string[] tenants = ["acme", "globex", "initech"];

await using TokenMonitor monitor = TokenMonitor.Create();

for (int i = 0; i < 12; i++) await CallAsync(tenants[i % tenants.Length], $"user-{i % 4}", 1_000 * (i + 1));
await monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(10));

// snippet: group
var tenant = Dimension.Tag("tenant");
UsageSummary all = await monitor.Stats.QueryAsync(new UsageQuery
{
    Range = TimeRange.Last(TimeSpan.FromDays(1)),
    GroupBy = [tenant],
});
foreach (UsageGroup group in all.Groups)
    Console.WriteLine($"{group.Key[0],-8} {group.Totals.Calls,3} calls {group.Totals.Tokens.Total,7} tokens");
// end-snippet

// snippet: filter
// The filter goes into the query: nothing of another tenant is ever read.
UsageSummary acme = await monitor.Stats.QueryAsync(new UsageQuery
{
    Range = TimeRange.Last(TimeSpan.FromDays(1)),
    Where = [UsageFilter.In(tenant, "acme")],
    GroupBy = [Dimension.User],
});
foreach (UsageGroup group in acme.Groups)
    Console.WriteLine($"acme, {group.Key[0]}: {group.Totals.Tokens.Total} tokens");
// end-snippet

async Task CallAsync(string name, string user, long tokens)
{
    // snippet: record
    var dimensions = new UsageDimensions
    {
        User = user,
        Tags = new Dictionary<string, string> { ["tenant"] = name },
    };
    using (UsageScope.Begin(dimensions))
    {
        await using TrackedCall call = await monitor.Tracker.StartAsync(
            new CallDescription { Provider = "openai", Model = "gpt-4o-mini" });
        call.Dispatched();
        call.Complete(new TokenCounts { Input = tokens, Output = 100 });
    }

    // end-snippet
}
