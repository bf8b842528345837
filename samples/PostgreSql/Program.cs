using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostgreSql;
using TokenUsage;
using TokenUsage.PostgreSql;

if (args is ["script"])
{
    // snippet: postgresql-script
    Console.Write(PostgreSqlSchema.CreateScript(schema: "token_usage"));
    // end-snippet
    return;
}

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
if (builder.Configuration.GetConnectionString("usage") is null)
{
    Console.WriteLine("Name a database: --ConnectionStrings:usage 'Host=localhost;Database=usage;Username=app'.");
    return;
}

if (builder.Configuration["replica"] is not null) Registrations.AddWithReplica(builder);
else if (builder.Configuration["rights"] is not null) Registrations.AddWithFewRights(builder);
else Registrations.Add(builder);

using IHost host = builder.Build();
await host.StartAsync();
UsageSummary summary = await host.Services.GetRequiredService<ITokenUsageStats>().QueryAsync(new UsageQuery());
Console.WriteLine($"{summary.Totals.Calls} calls in 30 days");
await host.StopAsync();
