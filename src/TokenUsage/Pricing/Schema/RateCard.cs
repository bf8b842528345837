using System.Collections.Immutable;

namespace TokenUsage.Pricing.Schema;

/// <summary>The rates that hold under one condition. Of several cards that hold, the last one counts.</summary>
/// <remarks>
/// <c>IsVariant</c>: whether rates that are absent here come from the standard card of the same instant.
/// </remarks>
internal sealed record RateCard(
    string Name, PriceCondition When, ImmutableSortedDictionary<Meter, Rate> Rates, bool IsVariant = false)
{
    public const string Standard = "standard";
}
