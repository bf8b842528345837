#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TokenUsage.Sqlite;
using TokenUsage.Sqlite.Auditing;
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
        return builder;
    }
}
