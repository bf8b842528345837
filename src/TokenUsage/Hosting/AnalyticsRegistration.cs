using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TokenUsage.Caching;
using TokenUsage.Diagnostics;
using TokenUsage.Reporting.Analytics;
using TokenUsage.Reporting.Analytics.Analyzers;

namespace TokenUsage;

/// <summary>Registers what makes sense of the numbers.</summary>
internal static class AnalyticsRegistration
{
    public static TokenMonitoringBuilder AddAnalytics(this TokenMonitoringBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.TryAddSingleton<ICallRepricer, CallRepricer>();
        services.TryAddSingleton<SeriesSource>();
        services.TryAddSingleton<PeriodReader>();
        services.TryAddSingleton<RecommendationReader>();
        services.TryAddSingleton<ITokenAnalytics>(s => new TokenAnalytics(
            s.GetRequiredService<ITokenUsageStats>(), s.GetRequiredService<SeriesSource>(),
            s.GetRequiredService<RecommendationReader>(), s.GetRequiredService<TimeProvider>(),
            s.IsOn(MonitoringStages.Cache) ? s.GetRequiredService<TokenUsageCache>() : null));
        services.TryAddSingleton(s => s.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.AnomalyWatch);
        services.TryAddSingleton<AnomalyWatch>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AnomalyWatchService>());
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IUsageAnalyzer, CheaperModelAnalyzer>(),
            ServiceDescriptor.Singleton<IUsageAnalyzer, PromptCachingAnalyzer>(),
            ServiceDescriptor.Singleton<IUsageAnalyzer, BatchTierAnalyzer>(),
            ServiceDescriptor.Singleton<IUsageAnalyzer, OutputCapAnalyzer>(),
            ServiceDescriptor.Singleton<IUsageAnalyzer, WastedRetryAnalyzer>(),
            ServiceDescriptor.Singleton<IUsageAnalyzer, GrowingSessionAnalyzer>(),
            ServiceDescriptor.Singleton<IUsageAnalyzer, UnpricedModelAnalyzer>(),
        ]);
        return builder;
    }
}
