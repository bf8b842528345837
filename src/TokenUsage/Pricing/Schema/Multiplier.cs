namespace TokenUsage.Pricing.Schema;

/// <summary>A factor on every token rate, after tier and variant; fees by the piece are left alone.</summary>
internal sealed record Multiplier(string Name, PriceCondition When, decimal Factor);
