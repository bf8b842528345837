#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TokenUsage.Cosmos;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Chooses Azure Cosmos DB as the store.</summary>
public static class CosmosRegistration
{
    /// <summary>Keeps usage in Azure Cosmos DB, in the database <c>usage</c> and the container <c>token_usage</c>.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="connectionString">The account's: <c>AccountEndpoint=…;AccountKey=…</c>.</param>
    public static ITokenMonitoringBuilder UseCosmos(this ITokenMonitoringBuilder builder, string connectionString) =>
        builder.UseCosmos(options => options.ConnectionString = connectionString);

    /// <summary>Keeps usage in Azure Cosmos DB.</summary>
    /// <remarks>Faults of the options, and of the account, show when the store is opened, at the host's start.</remarks>
    public static ITokenMonitoringBuilder UseCosmos(
        this ITokenMonitoringBuilder builder, Action<CosmosStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.Replace(ServiceDescriptor.Singleton<IUsageStore>(services =>
        {
            var options = new CosmosStoreOptions();
            configure(options);
            return new CosmosUsageStore(options, services.GetService<TimeProvider>() ?? TimeProvider.System);
        }));
        return builder;
    }
}
