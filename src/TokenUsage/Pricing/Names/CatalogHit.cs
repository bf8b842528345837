using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Names;

/// <summary>A model found in one catalogue, and how.</summary>
internal sealed record CatalogHit(
    CatalogIndex Index, string Provider, ModelPrices Model, string How, CostFlags Flags);
