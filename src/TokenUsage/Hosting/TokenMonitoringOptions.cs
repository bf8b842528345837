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
}
