using System.Runtime.CompilerServices;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>Token counts by meter, on the stack.</summary>
[InlineArray(MeterFacts.TokenCount)]
internal struct TokenCells
{
    private long _first;
}
