#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TokenUsage.Admission;
using TokenUsage.Alerting;
using TokenUsage.Sqlite;
using TokenUsage.Sqlite.Alerts;
using TokenUsage.Sqlite.Auditing;
using TokenUsage.Sqlite.Quotas;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Chooses SQLite as the store.</summary>
public static class SqliteRegistration
{
    /// <summary>Keeps usage in a SQLite file.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="connectionString">Names the file: <c>Data Source=usage.db</c>. It is created where it is missing.</param>
    public static ITokenMonitoringBuilder UseSqlite(this ITokenMonitoringBuilder builder, string connectionString) =>
        builder.UseSqlite(options => options.ConnectionString = connectionString);

    /// <summary>Keeps usage in a SQLite file.</summary>
    /// <remarks>Faults of the options, and of the file, show when the store is opened, at the host's start.</remarks>
    public static ITokenMonitoringBuilder UseSqlite(
        this ITokenMonitoringBuilder builder, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.RemoveAll<SqliteUsageStore>();
        builder.Services.AddSingleton(services =>
        {
            var options = new SqliteStoreOptions();
            configure(options);
            return new SqliteUsageStore(options) { Time = services.GetService<TimeProvider>() ?? TimeProvider.System };
        });
        builder.Services.Replace(ServiceDescriptor.Singleton<IUsageStore>(
            services => services.GetRequiredService<SqliteUsageStore>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<IAuditTrail>(
            services => new SqliteAuditTrail(services.GetRequiredService<SqliteUsageStore>())));
        builder.UseSqliteAlerts(configure);
        return builder.UseSqliteQuotas(configure);
    }

    /// <summary>Keeps alerts and the messages about them in a SQLite file, for all processes of this host.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="connectionString">Names the file of records; the alerts lie beside it, in <c>….alerts</c>.</param>
    /// <remarks><c>UseSqlite</c> does so already. This is for applications that keep their records elsewhere.</remarks>
    public static ITokenMonitoringBuilder UseSqliteAlerts(
        this ITokenMonitoringBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.UseSqliteAlerts(options => options.ConnectionString = connectionString);
    }

    /// <summary>Keeps quotas, their counters and their changes, in a SQLite file, for all processes of this host.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="connectionString">Names the file of records; the quotas lie beside it, in <c>….quotas</c>.</param>
    /// <remarks><c>UseSqlite</c> does so already. This is for applications that keep their records elsewhere.</remarks>
    public static ITokenMonitoringBuilder UseSqliteQuotas(
        this ITokenMonitoringBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.UseSqliteQuotas(options => options.ConnectionString = connectionString);
    }

    private static ITokenMonitoringBuilder UseSqliteQuotas(
        this ITokenMonitoringBuilder builder, Action<SqliteStoreOptions> configure)
    {
        IServiceCollection services = builder.Services;
        services.RemoveAll<QuotaFile>();
        services.AddSingleton(_ =>
        {
            var options = new SqliteStoreOptions();
            configure(options);
            return new QuotaFile(options);
        });
        services.TryAddSingleton(TimeProvider.System);
        services.Replace(ServiceDescriptor.Singleton<IQuotaLedger>(provider => new SqliteQuotaLedger(
            provider.GetRequiredService<QuotaFile>(), provider.GetRequiredService<TimeProvider>())));
        services.Replace(ServiceDescriptor.Singleton<IQuotaChangeLog>(
            provider => new SqliteChangeLog(provider.GetRequiredService<QuotaFile>())));
        return builder;
    }

    private static ITokenMonitoringBuilder UseSqliteAlerts(
        this ITokenMonitoringBuilder builder, Action<SqliteStoreOptions> configure)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<IAlertStore>(_ =>
        {
            var options = new SqliteStoreOptions();
            configure(options);
            return new SqliteAlertStore(new AlertFile(options));
        }));
        return builder;
    }
}
