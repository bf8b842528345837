namespace TokenUsage.Querying;

/// <summary>A query with its range fixed, its zone found and every member checked.</summary>
internal sealed record ResolvedQuery
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required UsageQuery Query { get; init; }

    /// <summary>Gets the edges of the series' intervals, from the last one before the range to the first after it.</summary>
    public IReadOnlyList<DateTimeOffset> Edges { get; init; } = [];
}
