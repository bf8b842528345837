using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenUsage;
using TokenUsage.Caching;
using TokenUsage.Diagnostics;

namespace QuickStart;

/// <summary>Settings that go together, and stages that are off.</summary>
internal static class OurSettings
{
    public static void ByEnvironment(HostApplicationBuilder builder)
    {
        // snippet: preset-environment
        builder.Services.AddTokenMonitoring(builder.Environment);
        // end-snippet
    }

    public static void ByName(IServiceCollection services)
    {
        // snippet: preset-name
        services.AddTokenMonitoring(
            MonitoringPreset.HighThroughput, options => options.Recording.BatchSize = 2_000);
        // end-snippet
    }

    public static void Off(IServiceCollection services)
    {
        // snippet: stages
        services.AddTokenMonitoring(options =>
        {
            options.Stages = MonitoringStages.All & ~(MonitoringStages.Alerts | MonitoringStages.Cache);
            options.OnSetupFailure = SetupFailureRule.RunUnmonitored;
        });
        // end-snippet
    }

    public static void Cache(IServiceCollection services)
    {
        // snippet: cache-options
        services.AddTokenMonitoring(options =>
        {
            options.Cache = CacheOptions.HighPerformance();
            options.Cache.Freshness = TimeSpan.FromSeconds(5);
        });
        // end-snippet
    }

    public static void Enrich(IServiceCollection services, IReadOnlyDictionary<string, string> teams)
    {
        // snippet: enricher-add
        services.AddSingleton<IUsageEnricher>(new TeamEnricher(teams));
        // end-snippet
    }

    public static void Metrics(IServiceCollection services)
    {
        // snippet: metrics-options
        services.AddTokenMonitoring(options => options.Metrics.GenAi = GenAiMetrics.Both);
        // end-snippet
    }
}
