namespace TokenUsage.Admission;

/// <summary>What is known of one model before it is called.</summary>
internal sealed record ModelCeiling(PriceCeiling Price, TokenCounts Limits);
