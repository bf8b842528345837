using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>The rate that bills a meter, found in advance, and what had to be assumed to find it.</summary>
internal readonly record struct SheetSlot(SheetRate? Rate, CostFlags Flags);
