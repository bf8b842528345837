using System.Collections.Immutable;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A card with one slot for every meter: finding a rate is an index.</summary>
internal sealed class SheetCard
{
    private readonly SheetSlot[] _slots = new SheetSlot[MeterFacts.Count];

    private SheetCard(string name, PriceCondition when)
    {
        Name = name;
        When = when;
        IsTierVariant = when.Attributes.Any(test => test.Name is AttributeTest.Tier or AttributeTest.Speed);
        IsUnconditional = when.IsAlways;
        NeedsTier = when.Attributes.Any(test => test is { Name: AttributeTest.Tier, Except: false });
    }

    public string Name { get; }

    public PriceCondition When { get; }

    /// <summary>Whether the card is for a service tier other than the standard one.</summary>
    public bool IsTierVariant { get; }

    public bool IsUnconditional { get; }

    /// <summary>Whether the card can only hold for a call whose tier is stated.</summary>
    public bool NeedsTier { get; }

    /// <summary>The rates for calls of text alone; <see langword="null"/> when each call costs a fee besides.</summary>
    public WholeRates? Whole { get; private set; }

    public ref readonly SheetSlot this[int meter] => ref _slots[meter];

    public static SheetCard Arrange(RateCard card) => Fill(card.Name, card.When, card.Rates, _ => CostFlags.None);

    /// <summary>Lays a variant over the standard card of the same instant, key by key.</summary>
    /// <returns><see langword="null"/> when the two never hold together.</returns>
    public static SheetCard? Arrange(RateCard variant, RateCard standard)
    {
        if (standard.When.And(variant.When) is not { } when) return null;

        ImmutableSortedDictionary<Meter, Rate> rates = standard.Rates;
        var flags = new Dictionary<Meter, CostFlags>();
        foreach ((Meter meter, _) in standard.Rates)
        {
            if (MeterFacts.IsToken(meter)) flags[meter] = CostFlags.VariantMissing;
        }

        foreach ((Meter meter, Rate rate) in variant.Rates)
        {
            bool inheritsTiers = rate.Tiers.IsEmpty && standard.Rates.TryGetValue(meter, out Rate? parent)
                && !parent.Tiers.IsEmpty;
            flags[meter] = inheritsTiers ? CostFlags.VariantTierInherited : CostFlags.None;
            rates = rates.SetItem(meter, inheritsTiers ? rate with { Tiers = standard.Rates[meter].Tiers } : rate);
        }

        return Fill(variant.Name, when, rates, meter => flags.GetValueOrDefault(meter));
    }

    private static SheetCard Fill(
        string name, PriceCondition when, ImmutableSortedDictionary<Meter, Rate> rates, Func<Meter, CostFlags> flagsOf)
    {
        var card = new SheetCard(name, when);
        var arranged = rates.ToDictionary(pair => pair.Key, pair => new SheetRate(pair.Value));
        for (int i = 0; i < MeterFacts.Count; i++)
        {
            var meter = (Meter)i;
            if (Find(meter, arranged) is { } source)
            {
                card._slots[i] = new SheetSlot(arranged[source], MeterFacts.FlagOf(meter, source) | flagsOf(source));
            }
        }

        if (card[(int)Meter.Requests].Rate is null) card.Whole = new WholeRates(card);
        return card;
    }

    private static Meter? Find(Meter meter, Dictionary<Meter, SheetRate> rates)
    {
        if (rates.ContainsKey(meter)) return meter;

        foreach (Meter fallback in MeterFacts.FallbacksOf(meter))
        {
            if (rates.ContainsKey(fallback)) return fallback;
        }

        return null;
    }
}
