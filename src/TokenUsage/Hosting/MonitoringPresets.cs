using Microsoft.Extensions.Hosting;
using TokenUsage.Caching;
using TokenUsage.Diagnostics;
using TokenUsage.Recording;

namespace TokenUsage;

/// <summary>What each preset sets.</summary>
internal static class MonitoringPresets
{
    /// <summary>Chooses by the environment's name: Development, Testing or Test, and Production for all others.</summary>
    public static MonitoringPreset For(IHostEnvironment environment)
    {
        if (environment.IsDevelopment()) return MonitoringPreset.Development;
        return environment.IsEnvironment("Testing") || environment.IsEnvironment("Test")
            ? MonitoringPreset.Testing : MonitoringPreset.Production;
    }

    public static void Apply(MonitoringPreset preset, TokenMonitoringOptions options)
    {
        switch (preset)
        {
            case MonitoringPreset.Production:
                break;
            case MonitoringPreset.Development:
                ApplyDevelopment(options);
                break;
            case MonitoringPreset.Testing:
                ApplyTesting(options);
                break;
            case MonitoringPreset.HighThroughput:
                ApplyHighThroughput(options);
                break;
            case MonitoringPreset.MemoryEfficient:
                ApplyMemoryEfficient(options);
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(preset), preset, $"Use one of {string.Join(", ", Enum.GetNames<MonitoringPreset>())}.");
        }
    }

    private static void ApplyDevelopment(TokenMonitoringOptions options)
    {
        options.OnSetupFailure = SetupFailureRule.RunUnmonitored;
        options.Recording.BatchInterval = TimeSpan.Zero;
        options.Aggregation.WarmUpTimeout = TimeSpan.FromSeconds(1);
        options.Cache = CacheOptions.Development();
    }

    private static void ApplyTesting(TokenMonitoringOptions options)
    {
        options.Stages = MonitoringStages.All & ~(MonitoringStages.Cache | MonitoringStages.Alerts);
        options.Recording.Durability = Durability.Memory;
        options.Recording.BatchInterval = TimeSpan.Zero;
        options.Aggregation.WarmUpTimeout = TimeSpan.Zero;
        options.AnomalyWatch.Interval = Timeout.InfiniteTimeSpan;
    }

    private static void ApplyHighThroughput(TokenMonitoringOptions options)
    {
        options.Recording.BatchSize = 5_000;
        options.Recording.BatchInterval = TimeSpan.FromSeconds(1);
        options.Recording.Capacity = 4_000_000;
        options.Aggregation.MaxKeys = 200;
        options.Cache = CacheOptions.HighPerformance();
    }

    private static void ApplyMemoryEfficient(TokenMonitoringOptions options)
    {
        options.Recording.BatchSize = 200;
        options.Recording.Capacity = 20_000;
        options.Aggregation.MaxKeys = 50;
        options.Aggregation.MaxCells = 10_000;
        options.Metrics.MaxModels = 50;
        options.Cache = CacheOptions.MemoryEfficient();
    }
}
