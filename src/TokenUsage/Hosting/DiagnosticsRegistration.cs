using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TokenUsage.Aggregation;
using TokenUsage.Diagnostics;
using TokenUsage.Diagnostics.Health;
using TokenUsage.Live;
using TokenUsage.Pricing;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Registers what tells about the monitor and its calls: metrics, live usage, the feed, health.</summary>
internal static class DiagnosticsRegistration
{
    public static TokenMonitoringBuilder AddDiagnostics(this TokenMonitoringBuilder builder)
    {
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton<MonitorMeter>();
        builder.Services.TryAddSingleton(s => s.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Metrics);
        builder.Services.TryAddSingleton<CallInstruments>();
        builder.Services.TryAddSingleton<StoreTimings>();
        builder.Services.TryAddSingleton<CallOverhead>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IUsageObserver, StoredUsageInstruments>());
        return builder;
    }

    public static TokenMonitoringBuilder AddAggregation(this TokenMonitoringBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.TryAddSingleton<LiveTotals>();
        services.TryAddSingleton(s => s.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Aggregation);
        services.TryAddSingleton(s => new LiveUsage(
            s.GetRequiredService<LiveTotals>(), s.GetRequiredService<AggregationOptions>(),
            s.GetRequiredService<TimeProvider>(), s.IsOn(MonitoringStages.Aggregation)));
        services.TryAddSingleton<ILiveUsage>(s => s.GetRequiredService<LiveUsage>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUserDataHolder, LiveUsers>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, LiveUsageHealth>());
        return builder;
    }

    public static TokenMonitoringBuilder AddLive(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton<UsageFeed>();
        builder.Services.TryAddSingleton<IUsageFeed>(s => s.GetRequiredService<UsageFeed>());
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IUsageObserver, UsageFeed>(s => s.GetRequiredService<UsageFeed>()));
        return builder;
    }

    public static TokenMonitoringBuilder AddHealth(this TokenMonitoringBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.TryAddSingleton<CheckTally>();
        services.TryAddSingleton<IMonitorHealth, HealthReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, StoreHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, RecorderHealth>(s =>
            new RecorderHealth(s.GetRequiredService<UsageRecorder>)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, PriceHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, FeedHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, OverheadHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, ProcessHealth>(s =>
            new ProcessHealth(
                s.GetRequiredService<TimeProvider>(),
                () => s.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Recording.JournalPath)));
        return builder;
    }
}
