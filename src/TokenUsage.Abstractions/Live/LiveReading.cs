namespace TokenUsage;

/// <summary>The answer to a <see cref="LiveQuery"/>, all of it of the same moment.</summary>
public sealed record LiveReading
{
    /// <summary>Gets where the window begins: on the edge of the minute, hour or day that holds its first moment.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets where the window ends, on such an edge too, or now.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets the totals of the window, its latencies and users among them.</summary>
    public required UsageTotals Totals { get; init; }

    /// <summary>Gets whether the number of users is an estimate, within about 2 %: there were more than are kept by name.</summary>
    public bool AreUsersEstimated { get; init; }

    /// <summary>Gets how many output tokens a second successful streams gave, after their first; <see langword="null"/> when none did.</summary>
    public OutputSpeed? OutputSpeed { get; init; }

    /// <summary>Gets the groups, dearest first, "other" last.</summary>
    public IReadOnlyList<LiveGroup> Groups { get; init; } = [];

    /// <summary>Gets the window bucket by bucket, oldest first; empty ones are left out.</summary>
    public IReadOnlyList<LivePoint> Series { get; init; } = [];
}
