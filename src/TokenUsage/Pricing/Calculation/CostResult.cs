using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A cost by the price list.</summary>
/// <remarks><c>Usd</c>: <see langword="null"/> when nothing could be priced.</remarks>
internal readonly record struct CostResult(
    CostStatus Status, decimal? Usd, decimal InputUsd, decimal OutputUsd, CostFlags Flags, string? Card);
