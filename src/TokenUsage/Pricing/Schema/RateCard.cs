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

    /// <summary>Compares the rates by value; the generated equality compares collections by reference.</summary>
    public bool CostsTheSameAs(RateCard other) =>
        Name == other.Name && Rates.Count == other.Rates.Count
        && Rates.All(pair => other.Rates.TryGetValue(pair.Key, out Rate? rate)
            && rate.Amount == pair.Value.Amount && rate.Per == pair.Value.Per
            && rate.Tiers.SequenceEqual(pair.Value.Tiers));
}
