namespace TokenUsage;

/// <summary>The totals of one group.</summary>
public sealed record UsageGroup
{
    /// <summary>Gets the values, aligned with what was grouped by; <see langword="null"/> where a record had none.</summary>
    public IReadOnlyList<string?> Key { get; init; } = [];

    /// <summary>Gets whether this is the sum of the groups beyond <see cref="UsageQuery.Top"/>.</summary>
    /// <remarks>Its key says <c>other</c> too, but a user may be called that; this cannot be mistaken.</remarks>
    public bool IsOther { get; init; }

    /// <summary>Gets the totals.</summary>
    public required UsageTotals Totals { get; init; }
}
