namespace TokenUsage;

/// <summary>How far totals can be trusted: where their counts come from, and how much has no price.</summary>
/// <remarks>
/// Counts attempts that reached a provider: <see cref="ReportedCalls"/>, <see cref="EstimatedCalls"/> and
/// <see cref="UnreportedCalls"/> add up to the attempts without the refused ones and those answered by the cache.
/// </remarks>
public sealed record Coverage
{
    /// <summary>Gets the attempts whose counts the provider stated.</summary>
    public long ReportedCalls { get; init; }

    /// <summary>Gets the attempts whose counts are an estimate, wholly or in part.</summary>
    public long EstimatedCalls { get; init; }

    /// <summary>Gets the attempts whose counts nobody knows.</summary>
    public long UnreportedCalls { get; init; }

    /// <summary>Gets the attempts without a price.</summary>
    public long UnpricedCalls { get; init; }

    /// <summary>Gets the attempts of whose usage only a part has a price.</summary>
    public long PartlyPricedCalls { get; init; }

    /// <summary>Gets the tokens of the attempts without a price.</summary>
    public long UnpricedTokens { get; init; }

    /// <summary>Gets the part of the cost that rests on an estimate, in dollars.</summary>
    public decimal EstimatedUsd { get; init; }
}
