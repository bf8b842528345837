namespace TokenUsage;

/// <summary>When a limit will be reached, by simulated paths.</summary>
public sealed record LimitForecast
{
    /// <summary>Gets the limit.</summary>
    public required decimal Limit { get; init; }

    /// <summary>Gets the share of the paths that reach it within the horizon.</summary>
    public double Probability { get; init; }

    /// <summary>Gets when 2.5 % of the paths have reached it; <see langword="null"/> beyond the horizon.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>Gets when half of the paths have.</summary>
    public DateTimeOffset? Median { get; init; }

    /// <summary>Gets when 97.5 % of the paths have.</summary>
    public DateTimeOffset? Latest { get; init; }
}
