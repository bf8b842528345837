namespace TokenUsage;

/// <summary>How far one account of a quota is used.</summary>
public sealed record QuotaStatus
{
    /// <summary>Gets the quota.</summary>
    public required QuotaDefinition Quota { get; init; }

    /// <summary>Gets the limit that holds for this account, overrides included, in the quota's unit.</summary>
    public decimal Limit { get; init; }

    /// <summary>Gets what settled calls have used.</summary>
    public decimal Used { get; init; }

    /// <summary>Gets what calls under way hold.</summary>
    public decimal Held { get; init; }

    /// <summary>Gets what is left; never below zero.</summary>
    public decimal Remaining => Math.Max(0, Limit - Used - Held);

    /// <summary>Gets when the window ends; <see langword="null"/> when it does not, or has no fixed end.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>
    /// Gets when the limit is reached at the window's pace so far; <see langword="null"/> when not before it ends.
    /// </summary>
    public DateTimeOffset? ProjectedExhaustion { get; init; }
}
