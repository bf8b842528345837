namespace TokenUsage;

/// <summary>The totals of one group in one interval of time.</summary>
public sealed record UsagePoint
{
    /// <summary>Gets when the interval begins, with the offset of the query's time zone.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Gets the values, aligned with what was grouped by; empty without grouping.</summary>
    public IReadOnlyList<string?> Key { get; init; } = [];

    /// <summary>Gets whether this is the sum of the groups beyond <see cref="UsageQuery.Top"/>.</summary>
    public bool IsOther { get; init; }

    /// <summary>Gets the totals.</summary>
    public required UsageTotals Totals { get; init; }
}
