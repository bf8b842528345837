namespace TokenUsage.AspNetCore.Json;

/// <summary>Some records, and how to get the next ones.</summary>
internal sealed record RecordPage
{
    public required IReadOnlyList<UsageRecord> Records { get; init; }

    /// <summary>Gets what to send as <c>cursor</c>; null at the end.</summary>
    public string? Next { get; init; }
}
