namespace TokenUsage;

/// <summary>What an alert rule looks at.</summary>
public enum AlertRuleKind
{
    /// <summary>The used share of quotas: thresholds from 0 to 1.</summary>
    Quota,

    /// <summary>The cost of a calendar period: thresholds in dollars.</summary>
    Cost,

    /// <summary>How fast a monthly budget burns, over a long and a short window: thresholds in multiples of the even pace.</summary>
    BurnRate,

    /// <summary>Series that did what they had not done before: thresholds by how far beyond, as <see cref="UsageAnomaly.Severity"/>.</summary>
    Anomaly,

    /// <summary>The calendar month's limit that will be passed: thresholds in dollars.</summary>
    Forecast,

    /// <summary>The share of attempts that failed: thresholds from 0 to 1.</summary>
    ErrorRate,

    /// <summary>How long calls take: thresholds in seconds.</summary>
    Latency,

    /// <summary>A model whose price is not known.</summary>
    UnpricedModel,

    /// <summary>No call in the window.</summary>
    NoData,

    /// <summary>The monitor and its process: a component's level, or one of its numbers.</summary>
    Health,

    /// <summary>How full a disk or a queue is: thresholds from 0 to 1.</summary>
    Capacity,

    /// <summary>An expression over the totals of a query.</summary>
    Custom,
}
