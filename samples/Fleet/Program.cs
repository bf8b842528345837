using Fleet;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenUsage;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders(); // what it prints is read by a script
if (builder.Configuration.GetConnectionString("redis") is null)
{
    Console.WriteLine("Start it with samples/Fleet/run.sh, or name a server: --ConnectionStrings:redis localhost:6379");
    return;
}

Registrations.AddPatiently(builder);

using IHost host = builder.Build();
await host.StartAsync();
ITokenQuotas quotas = host.Services.GetRequiredService<ITokenQuotas>();
if (builder.Configuration["show"] is not null)
{
    foreach (QuotaStatus status in await quotas.GetStatusAsync(UsageDimensions.None))
    {
        Console.WriteLine($"{status.Used} {status.Held} {status.Limit}");
    }
}
else
{
    Console.WriteLine(await Spending.RunAsync(quotas, builder.Configuration.GetValue("seed", 1)));
}

await host.StopAsync();
