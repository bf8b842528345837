namespace TokenUsage;

/// <summary>Whether a call may be made.</summary>
public sealed record QuotaDecision
{
    /// <summary>Gets the answer yes.</summary>
    public static QuotaDecision Yes { get; } = new() { Allowed = true };

    /// <summary>Gets whether the call may be made.</summary>
    public bool Allowed { get; init; }

    /// <summary>Gets the quota that refuses; <see langword="null"/> when none does, or when calls are halted.</summary>
    public string? Quota { get; init; }

    /// <summary>Gets what happened, with the numbers, and what mends it.</summary>
    public string? Message { get; init; }

    /// <summary>Gets what the refusing quota's account has used and holds, in its unit.</summary>
    public decimal? Used { get; init; }

    /// <summary>Gets the refusing quota's limit, in its unit.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Gets when the refusing quota's window ends.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Gets how long to wait; <see langword="null"/> when waiting does not help or nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
