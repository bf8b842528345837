using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>One line of an explained price.</summary>
internal readonly record struct CostLine(
    Meter Meter, decimal Quantity, decimal Amount, decimal Per, decimal Factor, decimal Usd, CostFlags Flags);
