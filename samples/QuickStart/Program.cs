using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QuickStart;
using TokenUsage;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);

// snippet: register
builder.Services.AddTokenMonitoring()
    .UseSqlite("Data Source=usage.db");

builder.Services.AddHttpClient("models").AddTokenMonitoring();
// end-snippet

using IHost host = builder.Build();
await host.StartAsync();

await using var answers = ScriptedProviders.Start();
HttpClient http = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("models");
using var calls = new ModelCalls(http, answers.Address);

// snippet: scope
using (UsageScope.Begin(user: "alice", feature: "search"))
{
    await calls.AskOpenAiAsync("Which of our invoices are overdue?");
    await calls.StreamOpenAiAsync("Explain the oldest one.");
}
// end-snippet

using (UsageScope.Begin(user: "bob", feature: "summary"))
{
    await calls.AskAnthropicAsync("Summarise the contract.");
    await calls.StreamAnthropicAsync("Now in one sentence.");
}

using (UsageScope.Begin(user: "carol", feature: "search"))
{
    await calls.AskGeminiAsync("Which supplier is the cheapest?");
    await calls.StreamGeminiAsync("And the most reliable?");
    await calls.AskOpenAiResponsesAsync("Draft an order.");
}

await host.Services.GetRequiredService<ITokenTracker>().FlushAsync(TimeSpan.FromSeconds(10));

// snippet: query
ITokenUsageStats stats = host.Services.GetRequiredService<ITokenUsageStats>();
UsageSummary summary = await stats.QueryAsync(new UsageQuery
{
    Range = TimeRange.Last(TimeSpan.FromDays(30)),
    Breakdowns = [Dimension.Model, Dimension.User, Dimension.Feature],
});
// end-snippet

UsageTable.Print(summary, stats.Current);
await host.StopAsync();
