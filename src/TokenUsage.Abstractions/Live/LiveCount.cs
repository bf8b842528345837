namespace TokenUsage;

/// <summary>Usage in few numbers.</summary>
public readonly record struct LiveCount
{
    /// <summary>Gets the attempts: all records.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets the attempts that failed, were refused or were broken off.</summary>
    public long Unsuccessful { get; init; }

    /// <summary>Gets the input tokens that are known.</summary>
    public long InputTokens { get; init; }

    /// <summary>Gets the output tokens that are known.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Gets the known cost in dollars; <see cref="UnpricedAttempts"/> are not in it.</summary>
    public decimal PricedUsd { get; init; }

    /// <summary>Gets the attempts whose price is not known.</summary>
    public long UnpricedAttempts { get; init; }

    /// <summary>Adds two counts.</summary>
    public static LiveCount operator +(LiveCount left, LiveCount right) => new()
    {
        Attempts = left.Attempts + right.Attempts,
        Unsuccessful = left.Unsuccessful + right.Unsuccessful,
        InputTokens = left.InputTokens + right.InputTokens,
        OutputTokens = left.OutputTokens + right.OutputTokens,
        PricedUsd = left.PricedUsd + right.PricedUsd,
        UnpricedAttempts = left.UnpricedAttempts + right.UnpricedAttempts,
    };

    /// <summary>Adds two counts, as the operator does.</summary>
    public static LiveCount Add(LiveCount left, LiveCount right) => left + right;
}
