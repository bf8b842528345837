namespace TokenUsage.Diagnostics;

/// <summary>What the monitor measures for OpenTelemetry and its like. Instruments nobody listens to cost next to nothing.</summary>
public sealed class MetricsOptions
{
    /// <summary>Gets or sets which <c>gen_ai.*</c> metrics are emitted.</summary>
    /// <value>The default is <see cref="GenAiMetrics.Version141"/>.</value>
    /// <remarks>
    /// Calls inside an <c>OpenTelemetryChatClient</c> are left to it, since it emits the same metrics: nothing is counted twice.
    /// </remarks>
    public GenAiMetrics GenAi { get; set; } = GenAiMetrics.Version141;

    /// <summary>Gets or sets whether estimated counts are emitted as <c>gen_ai.*</c> too.</summary>
    /// <value>
    /// The default is <see langword="false"/>: the conventions want counts that a provider gave. The monitor's own metrics
    /// have estimates always, marked as such.
    /// </value>
    public bool IncludeEstimates { get; set; }

    /// <summary>Gets or sets whether usage is written on the current activity as <c>gen_ai.usage.*</c> and <c>tokenusage.cost</c>.</summary>
    /// <value>The default is <see langword="true"/>; without an activity that records, nothing is done.</value>
    public bool TagCurrentActivity { get; set; } = true;

    /// <summary>Gets or sets how many different models a metric names; others are counted as <c>other</c>.</summary>
    /// <value>From 1 to 10,000. The default is 200.</value>
    public int MaxModels { get; set; } = 200;
}
