using Fleet;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenUsage;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders(); // what it prints is read by a script
if (builder.Configuration.GetConnectionString("redis") is null
    || builder.Configuration.GetConnectionString("usage") is null)
{
    Console.WriteLine("Start it with samples/Fleet/run.sh, or name both servers:");
    Console.WriteLine("--ConnectionStrings:redis localhost:6379");
    Console.WriteLine("--ConnectionStrings:usage 'Host=localhost;Database=usage;Username=app'");
    return;
}

Registrations.AddFleet(builder);

using IHost host = builder.Build();
await host.StartAsync();
if (builder.Configuration["show"] is null)
{
    ITokenTracker tracker = host.Services.GetRequiredService<ITokenTracker>();
    Console.WriteLine(await Spending.RunAsync(tracker, builder.Configuration.GetValue("seed", 1)));
}
else
{
    QuotaStatus budget =
        (await host.Services.GetRequiredService<ITokenQuotas>().GetStatusAsync(UsageDimensions.None)).Single();
    UsageSummary stored = await host.Services.GetRequiredService<ITokenUsageStats>().QueryAsync(
        new UsageQuery { Range = TimeRange.Last(TimeSpan.FromDays(1)) });
    Console.WriteLine(
        $"{budget.Used} {budget.Held} {budget.Limit} {stored.Totals.Tokens.Total} {stored.Totals.Calls}");
}

await host.StopAsync(); // whatever is still in the journal reaches PostgreSQL first
