namespace TokenUsage.Pricing.Calculation;

/// <summary>The cost of a call of text.</summary>
internal readonly record struct TextCost(decimal Usd, decimal InputUsd, decimal OutputUsd);
