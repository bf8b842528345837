namespace TokenUsage.Testing;

/// <summary>What a piece of code used.</summary>
public sealed record MeasuredUsage
{
    /// <summary>Gets the records of its calls.</summary>
    public required IReadOnlyList<UsageRecord> Records { get; init; }

    /// <summary>Gets their totals.</summary>
    public required UsageTotals Totals { get; init; }

    /// <summary>Gets how long the code ran.</summary>
    public required TimeSpan Elapsed { get; init; }
}
