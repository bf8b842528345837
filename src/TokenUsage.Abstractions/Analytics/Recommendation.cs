namespace TokenUsage;

/// <summary>What to change, and what it would have saved.</summary>
public sealed record Recommendation
{
    /// <summary>Gets what it is about.</summary>
    public required RecommendationKind Kind { get; init; }

    /// <summary>Gets how much it matters: high from a tenth of the period's cost, medium from a hundredth.</summary>
    public Priority Priority { get; init; } = Priority.Medium;

    /// <summary>Gets it in one line.</summary>
    public required string Title { get; init; }

    /// <summary>Gets what to do, and how the number was found.</summary>
    public required string Message { get; init; }

    /// <summary>Gets what it would have saved in the period, in dollars, by replaying its records.</summary>
    /// <value><see langword="null"/> only where no price is known; <see cref="Tokens"/> then says how much it concerns.</value>
    public decimal? SavingUsd { get; init; }

    /// <summary>Gets the tokens it concerns.</summary>
    public long Tokens { get; init; }

    /// <summary>Gets whom it concerns.</summary>
    public UsageDimensions Scope { get; init; } = UsageDimensions.None;

    /// <summary>Gets the ids of records that show it, the most telling ones first, at most ten.</summary>
    public IReadOnlyList<Guid> Evidence { get; init; } = [];
}
