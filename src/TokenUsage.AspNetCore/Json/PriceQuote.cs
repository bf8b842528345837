namespace TokenUsage.AspNetCore.Json;

/// <summary>What a call would cost now.</summary>
internal sealed record PriceQuote
{
    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required TokenCounts Tokens { get; init; }

    /// <summary>Gets the price in dollars; null where none is known.</summary>
    public decimal? Usd { get; init; }
}
