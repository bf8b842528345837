using TokenUsage.Aggregation;
using TokenUsage.Caching;
using TokenUsage.Capture;
using TokenUsage.Diagnostics;
using TokenUsage.Recording;
using TokenUsage.Reporting.Analytics;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>The settings of the monitor, stage by stage.</summary>
public sealed class TokenMonitoringOptions
{
    /// <summary>Gets or sets which stages are on.</summary>
    /// <value>The default is <see cref="MonitoringStages.All"/>. A stage that is off costs a call nothing.</value>
    public MonitoringStages Stages { get; set; } = MonitoringStages.All;

    /// <summary>Gets or sets what happens when the monitor cannot be set up.</summary>
    /// <value>The default is <see cref="SetupFailureRule.Throw"/>.</value>
    public SetupFailureRule OnSetupFailure { get; set; }

    /// <summary>Gets how calls are observed, where a client has no settings of its own.</summary>
    public CaptureOptions Capture { get; } = new();

    /// <summary>Gets what is measured for OpenTelemetry and its like.</summary>
    public MetricsOptions Metrics { get; } = new();

    /// <summary>Gets what is held in memory of the present.</summary>
    public AggregationOptions Aggregation { get; } = new();

    /// <summary>Gets which series are watched for anomalies.</summary>
    public AnomalyWatchOptions AnomalyWatch { get; } = new();

    /// <summary>Gets or sets how much is remembered of what was asked.</summary>
    public CacheOptions Cache { get; set; } = new();

    /// <summary>Gets how records reach the store.</summary>
    public RecordingOptions Recording { get; } = new();

    /// <summary>Gets what happens to records once they are stored.</summary>
    public StorageOptions Storage { get; } = new();

    /// <summary>Sets what a preset sets. What is changed afterwards stays changed.</summary>
    /// <returns>These settings.</returns>
    public TokenMonitoringOptions Use(MonitoringPreset preset)
    {
        MonitoringPresets.Apply(preset, this);
        return this;
    }
}
