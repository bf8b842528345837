namespace TokenUsage;

/// <summary>Something about a quota that somebody may want to be told.</summary>
public readonly record struct QuotaEvent
{
    /// <summary>Gets what happened.</summary>
    public required QuotaEventKind Kind { get; init; }

    /// <summary>Gets the quota.</summary>
    public required QuotaDefinition Quota { get; init; }

    /// <summary>Gets the account's text: quota, window and the values of its dimensions.</summary>
    /// <remarks>May name a user. Neither a metric's tag nor a line of a log should hold it.</remarks>
    public required string Account { get; init; }

    /// <summary>Gets what the account has used, in the quota's unit; of a refusal, with what calls under way hold.</summary>
    public required decimal Used { get; init; }

    /// <summary>Gets the account's limit, in the quota's unit.</summary>
    public required decimal Limit { get; init; }
}
