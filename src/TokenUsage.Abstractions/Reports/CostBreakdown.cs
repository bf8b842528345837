namespace TokenUsage;

/// <summary>The usage of a period by the values of one dimension.</summary>
public sealed record CostBreakdown
{
    /// <summary>Gets the dimension.</summary>
    public required Dimension Dimension { get; init; }

    /// <summary>Gets its values, dearest first, "other" last. Together they are the whole period.</summary>
    public required IReadOnlyList<UsageGroup> Groups { get; init; }
}
