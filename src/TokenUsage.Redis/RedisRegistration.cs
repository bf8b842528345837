#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using TokenUsage.Admission;
using TokenUsage.Redis;
using TokenUsage.Redis.Scripts;

namespace TokenUsage;

/// <summary>Chooses Redis as the place where quotas are kept.</summary>
public static class RedisRegistration
{
    /// <summary>Keeps quotas in Redis, so that the processes of many machines share them.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="configuration">The servers, as StackExchange.Redis writes them: <c>localhost:6379</c>.</param>
    public static ITokenMonitoringBuilder UseRedisQuotas(this ITokenMonitoringBuilder builder, string configuration) =>
        builder.UseRedisQuotas(options => options.Configuration = configuration);

    /// <summary>Keeps quotas in Redis, so that the processes of many machines share them.</summary>
    /// <remarks>
    /// Faults of the options show when the ledger is made, at the host's start. Where an <see cref="IQuotaHistory"/> is
    /// registered, counters that Redis does not have begin at what the store knows, and are repaired from it.
    /// </remarks>
    public static ITokenMonitoringBuilder UseRedisQuotas(
        this ITokenMonitoringBuilder builder, Action<RedisQuotaOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.Replace(ServiceDescriptor.Singleton<IQuotaLedger>(services =>
        {
            var options = new RedisQuotaOptions();
            configure(options);
            return new RedisQuotaLedger(
                options,
                services.GetService<IQuotaHistory>(),
                services.GetService<TimeProvider>() ?? TimeProvider.System,
                services.GetService<ILogger<RedisQuotaLedger>>(),
                LedgerScripts.Timed);
        }));
        return builder;
    }
}
