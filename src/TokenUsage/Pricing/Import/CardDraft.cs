using System.Collections.Immutable;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>A card while it is read: tiers may be stated before the rates they belong to.</summary>
internal sealed class CardDraft
{
    private readonly Dictionary<Meter, Rate> _rates = [];
    private readonly List<(Meter Meter, Tier Tier)> _tiers = [];

    public string Name { get; set; } = RateCard.Standard;

    public PriceCondition When { get; set; } = PriceCondition.Always;

    public bool IsVariant { get; set; }

    public bool IsEmpty => _rates.Count == 0;

    public IReadOnlyDictionary<Meter, Rate> Rates => _rates;

    public void Set(Meter meter, Rate rate) => _rates[meter] = rate;

    public void SetPerToken(Meter meter, decimal perMillion) => _rates[meter] = new Rate(perMillion, 1_000_000m);

    public void Remove(Meter meter) => _rates.Remove(meter);

    public void AddTier(Meter meter, in Tier tier) => _tiers.Add((meter, tier));

    public RateCard ToCard()
    {
        foreach (IGrouping<Meter, (Meter Meter, Tier Tier)> group in _tiers.GroupBy(tier => tier.Meter))
        {
            // A tier without a base: below the threshold the meter costs what it falls back to, which is not known
            // here.
            if (!_rates.TryGetValue(group.Key, out Rate? rate)) continue;

            _rates[group.Key] = rate with
            {
                Tiers = [.. rate.Tiers.Concat(group.Select(pair => pair.Tier)).OrderBy(tier => tier.Threshold)],
            };
        }

        return new RateCard(Name, When, _rates.ToImmutableSortedDictionary(), IsVariant);
    }
}
