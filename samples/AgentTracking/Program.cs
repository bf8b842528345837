using TokenUsage;

await using TokenMonitor monitor = TokenMonitor.Create();

await RunThreadAsync("thread-1", turns: 4);
await RunThreadAsync("thread-2", turns: 2);
await monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(10));

// snippet: query
UsageSummary summary = await monitor.Stats.QueryAsync(new UsageQuery
{
    Range = TimeRange.Last(TimeSpan.FromHours(1)),
    GroupBy = [Dimension.Session, Dimension.Agent],
});
foreach (UsageGroup group in summary.Groups.OrderBy(group => group.Key[0]).ThenBy(group => group.Key[1]))
{
    Console.WriteLine(
        $"{group.Key[0]}  {group.Key[1],-10} {group.Totals.Calls} calls, {group.Totals.Tokens.Total} tokens, "
        + $"${group.Totals.PricedUsd}");
}
// end-snippet

async Task RunThreadAsync(string thread, int turns)
{
    // snippet: scopes
    using (UsageScope.Begin(session: thread, agent: "planner"))
    {
        for (int turn = 1; turn <= turns; turn++)
        {
            await CallAsync("gpt-4o", input: 400 * turn);

            // Only what differs is said: the thread goes on to hold for what the planner hands over.
            using (UsageScope.Begin(agent: "researcher")) await CallAsync("gpt-4o-mini", input: 2_000);
        }
    }

    // end-snippet
}

async Task CallAsync(string model, long input)
{
    await using TrackedCall call =
        await monitor.Tracker.StartAsync(new CallDescription { Provider = "openai", Model = model });
    call.Dispatched();
    call.Complete(new TokenCounts { Input = input, Output = 50 });
}
