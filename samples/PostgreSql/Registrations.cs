using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using TokenUsage;

namespace PostgreSql;

/// <summary>Ways to register the store, as the guide shows them.</summary>
internal static class Registrations
{
    public static void Add(HostApplicationBuilder builder)
    {
        // snippet: postgresql
        string connection = builder.Configuration.GetConnectionString("usage")!;
        builder.Services.AddTokenMonitoring()
            .UsePostgreSql(connection)
            .UsePostgreSqlQuotas(connection);
        // end-snippet
    }

    public static void AddWithReplica(HostApplicationBuilder builder)
    {
        // snippet: postgresql-replica
        builder.Services.AddTokenMonitoring()
            .UsePostgreSql(options =>
            {
                options.ConnectionString = builder.Configuration.GetConnectionString("usage")!;
                options.ReadConnectionString = builder.Configuration.GetConnectionString("usage-replica");
            });
        // end-snippet
    }

    public static void AddWithFewRights(HostApplicationBuilder builder)
    {
        // snippet: postgresql-rights
        builder.Services.AddTokenMonitoring()
            .UsePostgreSql(
                builder.Configuration.GetConnectionString("usage")!,
                options => options.UpgradeSchema = false);
        // end-snippet
    }
}
