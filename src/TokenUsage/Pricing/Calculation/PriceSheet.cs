using System.Collections.Immutable;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A model's prices arranged for calculating. Immutable.</summary>
internal sealed class PriceSheet
{
    private readonly SheetCard[] _cards;

    private PriceSheet(ModelPrices model, SheetCard[] cards)
    {
        _cards = cards;
        Declared = model.Declared;
        IsPartial = model.IsPartial;
        Deprecated = model.Deprecated;
        Multipliers = model.Multipliers;
        AddOns = [.. model.AddOns.Select(addOn =>
            SheetCard.Arrange(new RateCard(addOn.Id, PriceCondition.Always, addOn.Rates)))];
    }

    /// <summary>Whether nothing comes on top of a card: no factor, no add-on, no end, no part left out.</summary>
    public bool IsCardAlone => Multipliers.IsEmpty && AddOns.IsEmpty && Deprecated is null && !IsPartial;

    public PriceDeclaration Declared { get; }

    public bool IsPartial { get; }

    public DateOnly? Deprecated { get; }

    public ImmutableArray<Multiplier> Multipliers { get; }

    public ImmutableArray<SheetCard> AddOns { get; }

    public static PriceSheet Arrange(ModelPrices model)
    {
        RateCard[] standard = [.. model.Cards.Where(card => !card.IsVariant)];
        List<SheetCard> cards = [.. standard.Select(SheetCard.Arrange)];
        foreach (RateCard variant in model.Cards.Where(card => card.IsVariant))
        {
            if (standard.Length == 0) cards.Add(SheetCard.Arrange(variant));
            cards.AddRange(standard.Select(parent => SheetCard.Arrange(variant, parent)).OfType<SheetCard>());
        }

        return new PriceSheet(model, [.. cards]);
    }

    /// <summary>The last card that holds.</summary>
    public SheetCard? Select(in CallContext call)
    {
        for (int i = _cards.Length - 1; i >= 0; i--)
        {
            SheetCard card = _cards[i];
            if (card.NeedsTier && call.Tier is null) continue;
            if (card.IsUnconditional || card.When.Holds(call)) return card;
        }

        return null;
    }

    public decimal FactorOf(in CallContext call)
    {
        decimal factor = 1;
        foreach (Multiplier multiplier in Multipliers)
        {
            if (multiplier.When.Holds(call)) factor *= multiplier.Factor;
        }

        return factor;
    }
}
