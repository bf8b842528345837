namespace TokenUsage;

/// <summary>How long something took. The mean is exact; percentiles are within 2 % of the value at their rank.</summary>
public sealed record LatencySummary
{
    /// <summary>Gets the mean.</summary>
    public TimeSpan Mean { get; init; }

    /// <summary>Gets the median.</summary>
    public TimeSpan P50 { get; init; }

    /// <summary>Gets the time that 95 of 100 stay below.</summary>
    public TimeSpan P95 { get; init; }

    /// <summary>Gets the time that 99 of 100 stay below.</summary>
    public TimeSpan P99 { get; init; }
}
