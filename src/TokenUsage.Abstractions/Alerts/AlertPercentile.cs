namespace TokenUsage;

/// <summary>Which time a rule about latency looks at.</summary>
public enum AlertPercentile
{
    /// <summary>The time that 95 of 100 calls stay below.</summary>
    P95,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The median.</summary>
    P50,

    /// <summary>The time that 99 of 100 calls stay below.</summary>
    P99,
}
