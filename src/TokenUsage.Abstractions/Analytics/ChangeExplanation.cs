namespace TokenUsage;

/// <summary>Why the bill changed.</summary>
public sealed record ChangeExplanation
{
    /// <summary>Gets the cost of the period before, in dollars.</summary>
    public required decimal BeforeUsd { get; init; }

    /// <summary>Gets the cost of the period that is explained, in dollars.</summary>
    public required decimal AfterUsd { get; init; }

    /// <summary>Gets the reasons, largest first whatever their sign; they add up to the difference.</summary>
    public required IReadOnlyList<CostDriver> Drivers { get; init; }

    /// <summary>Gets the tokens in both periods that have no price, and so no part in this.</summary>
    public long UnpricedTokens { get; init; }
}
