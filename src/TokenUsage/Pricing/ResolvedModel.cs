using TokenUsage.Pricing.Calculation;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing;

/// <summary>What a name led to, kept for every later call of that name.</summary>
/// <remarks><c>Prices</c> is <see langword="null"/> when no price is known.</remarks>
internal sealed record ResolvedModel(
    ModelPrices? Prices,
    string Provider,
    string Model,
    string Match,
    string Version,
    CostFlags Flags,
    IReadOnlyDictionary<string, string>? Attributes = null)
{
    public PriceSheet? Sheet => Prices?.Sheet;
}
