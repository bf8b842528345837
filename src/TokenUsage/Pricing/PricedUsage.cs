namespace TokenUsage.Pricing;

/// <summary>What one call used, as far as its price depends on it.</summary>
internal readonly struct PricedUsage
{
    public PricedUsage()
    {
    }

    public string Provider { get; init; } = "";

    /// <summary>The model that the provider says it served: this one is priced.</summary>
    public string? Model { get; init; }

    public string? RequestedModel { get; init; }

    /// <summary>When the request began. A price that changes during a call is the one at its beginning.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The tier that was served, not the one asked for.</summary>
    public string? ServiceTier { get; init; }

    public string? Speed { get; init; }

    /// <summary>Where the answer was computed, where the provider prices that: <c>us</c>, <c>eu</c>.</summary>
    public string? Geo { get; init; }

    public string? Region { get; init; }

    /// <summary>The host that was called, for calls whose provider nobody named.</summary>
    public string? Host { get; init; }

    /// <summary>What else a price may depend on: <c>search_context_size</c>, <c>quality</c>.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>The record's metadata, among which are facts that a price may depend on: see <see cref="PriceFacts"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    public TokenCounts Tokens { get; init; }

    public IReadOnlyList<UsageMeter> Meters { get; init; } = [];

    public decimal? StatedCostUsd { get; init; }

    public UsageSource Source { get; init; }

    public UsageDimensions Dimensions { get; init; } = UsageDimensions.None;
}
