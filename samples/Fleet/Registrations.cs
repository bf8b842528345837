using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using TokenUsage;
using TokenUsage.Redis;

namespace Fleet;

/// <summary>Ways to register what many machines share, as the guides show them.</summary>
internal static class Registrations
{
    public const long Budget = 1_000_000;

    public static void AddSharedBudget(HostApplicationBuilder builder)
    {
        // snippet: redis
        builder.Services.AddTokenMonitoring()
            .UseRedisQuotas(builder.Configuration.GetConnectionString("redis")!)
            .AddQuota("fleet-day", quota => quota.Tokens(Budget).Daily());
        // end-snippet
    }

    /// <summary>What the processes of the sample share: records in PostgreSQL, the budget in Redis.</summary>
    public static void AddFleet(HostApplicationBuilder builder) => builder.Services.AddTokenMonitoring()
        .UsePostgreSql(builder.Configuration.GetConnectionString("usage")!)
        .UseRedisQuotas(options =>
        {
            options.Configuration = builder.Configuration.GetConnectionString("redis")!;
            options.Timeout = TimeSpan.FromSeconds(4); // a laptop may be busy with other things: that is no outage
        })
        .ConfigureQuotas(options => options.LedgerTimeout = TimeSpan.FromSeconds(5))
        .AddQuota("fleet-day", quota => quota.Tokens(Budget).Daily());

    public static void AddForManyMachines(HostApplicationBuilder builder)
    {
        // snippet: redis-options
        builder.Services.AddTokenMonitoring().UseRedisQuotas(options =>
        {
            options.Configuration = builder.Configuration.GetConnectionString("redis")!;
            options.KeyPrefix = "acme";
            options.OnOutage = RedisOutagePolicy.LocalShare;
            options.Processes = 12;
        });
        // end-snippet
    }

    public static void AddCosmos(HostApplicationBuilder builder)
    {
        // snippet: cosmos
        builder.Services.AddTokenMonitoring()
            .UseCosmos(builder.Configuration.GetConnectionString("cosmos")!);
        // end-snippet
    }

    public static void AddCosmosWithFewRights(HostApplicationBuilder builder)
    {
        // snippet: cosmos-options
        builder.Services.AddTokenMonitoring().UseCosmos(options =>
        {
            options.ConnectionString = builder.Configuration.GetConnectionString("cosmos")!;
            options.CreateMissing = false;
            options.RecordRetention = TimeSpan.FromDays(90);
        });
        // end-snippet
    }
}
