namespace TokenUsage.Admission;

/// <summary>Something about a quota that somebody may want to be told.</summary>
internal readonly record struct QuotaEvent
{
    public required QuotaEventKind Kind { get; init; }

    public required QuotaDefinition Quota { get; init; }

    /// <summary>Gets the account's text: quota, window and the values of its dimensions.</summary>
    public required string Account { get; init; }

    public required decimal Used { get; init; }

    public required decimal Limit { get; init; }
}
