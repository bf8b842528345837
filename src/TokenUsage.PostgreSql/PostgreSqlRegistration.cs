#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using TokenUsage.Admission;
using TokenUsage.Alerting;
using TokenUsage.PostgreSql;
using TokenUsage.PostgreSql.Alerts;
using TokenUsage.PostgreSql.Leases;
using TokenUsage.PostgreSql.Quotas;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Chooses PostgreSQL as the store, and as the place where quotas are kept.</summary>
public static class PostgreSqlRegistration
{
    /// <summary>Keeps usage in a PostgreSQL database.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="connectionString">Names the database: <c>Host=db;Database=usage;Username=app;Password=…</c>.</param>
    /// <param name="configure">Changes further options.</param>
    public static ITokenMonitoringBuilder UsePostgreSql(
        this ITokenMonitoringBuilder builder,
        string connectionString,
        Action<PostgreSqlStoreOptions>? configure = null) => builder.UsePostgreSql(options =>
        {
            options.ConnectionString = connectionString;
            configure?.Invoke(options);
        });

    /// <summary>Keeps usage in a PostgreSQL database.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="dataSource">The application's own data source; it is not disposed.</param>
    /// <param name="configure">Changes further options.</param>
    public static ITokenMonitoringBuilder UsePostgreSql(
        this ITokenMonitoringBuilder builder,
        NpgsqlDataSource dataSource,
        Action<PostgreSqlStoreOptions>? configure = null) => builder.UsePostgreSql(options =>
        {
            options.DataSource = dataSource;
            configure?.Invoke(options);
        });

    /// <summary>Keeps usage in a PostgreSQL database.</summary>
    /// <remarks>Faults of the options, and of the database, show when the store is opened, at the host's start.</remarks>
    public static ITokenMonitoringBuilder UsePostgreSql(
        this ITokenMonitoringBuilder builder, Action<PostgreSqlStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.RemoveAll<PostgreSqlUsageStore>();
        builder.Services.AddSingleton(services =>
        {
            var options = new PostgreSqlStoreOptions();
            configure(options);
            return new PostgreSqlUsageStore(options)
            {
                Time = services.GetService<TimeProvider>() ?? TimeProvider.System,
            };
        });
        builder.Services.Replace(ServiceDescriptor.Singleton<IUsageStore>(
            services => services.GetRequiredService<PostgreSqlUsageStore>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<ILeaseStore>(
            services => new StoreLeases(services.GetRequiredService<PostgreSqlUsageStore>())));
        builder.Services.Replace(ServiceDescriptor.Singleton<IAlertStore>(services =>
        {
            PostgreSqlUsageStore store = services.GetRequiredService<PostgreSqlUsageStore>();
            return new PostgreSqlAlertStore(() => store.Database);
        }));
        return builder;
    }

    /// <summary>Keeps quotas in PostgreSQL, so that the processes of many machines share them.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="connectionString">Names the database: <c>Host=db;Database=usage;Username=app;Password=…</c>.</param>
    public static ITokenMonitoringBuilder UsePostgreSqlQuotas(
        this ITokenMonitoringBuilder builder, string connectionString) =>
        builder.UsePostgreSqlQuotas(options => options.ConnectionString = connectionString);

    /// <summary>Keeps quotas in PostgreSQL, so that the processes of many machines share them.</summary>
    /// <remarks>
    /// Changes to quotas are kept there too. Faults of the options show when the ledger is made, at the host's start.
    /// </remarks>
    public static ITokenMonitoringBuilder UsePostgreSqlQuotas(
        this ITokenMonitoringBuilder builder, Action<PostgreSqlQuotaOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.Replace(ServiceDescriptor.Singleton<IQuotaLedger>(
            _ => new PostgreSqlQuotaLedger(Configured(configure))));
        builder.Services.Replace(ServiceDescriptor.Singleton<IQuotaChangeLog>(services => new PostgreSqlChangeLog(
            Configured(configure), services.GetService<TimeProvider>() ?? TimeProvider.System)));
        return builder;
    }

    private static PostgreSqlQuotaOptions Configured(Action<PostgreSqlQuotaOptions> configure)
    {
        var options = new PostgreSqlQuotaOptions();
        configure(options);
        QuotaOptionsCheck.Require(options);
        return options;
    }
}
