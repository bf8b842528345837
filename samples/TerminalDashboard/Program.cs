using Microsoft.Extensions.DependencyInjection;
using TerminalDashboard;
using TokenUsage;

var services = new ServiceCollection();
services.AddTokenMonitoring().AddQuota("day", q => q.Usd(1m).Daily());
await using ServiceProvider provider = services.BuildServiceProvider();

var tracker = provider.GetRequiredService<ITokenTracker>();
foreach (string user in (string[])["alice", "bob", "alice"])
{
    using (UsageScope.Begin(user: user))
    {
        await using TrackedCall call =
            await tracker.StartAsync(new CallDescription { Provider = "openai", Model = "gpt-4o" });
        call.Dispatched();
        call.Complete(new TokenCounts { Input = 20_000, Output = 1_000 });
    }
}

await tracker.FlushAsync(TimeSpan.FromSeconds(10));

// snippet: render
var dashboard = provider.GetRequiredService<ITokenDashboard>();
dashboard.Remove("chart");
dashboard.Add(new CallsOfTheHour());
Console.WriteLine(await dashboard.RenderAsync(new DashboardSize(Width: 80, Height: 24)));
// end-snippet

// snippet: real-time
dashboard.Start(
    () => new DashboardSize(80, 24),
    async (text, cancellationToken) => await File.WriteAllTextAsync("dashboard.txt", text, cancellationToken));
await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
await dashboard.StopAsync();
// end-snippet
