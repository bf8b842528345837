using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing;

/// <summary>Lays one layer's prices of a model over another's, key by key within a card.</summary>
internal static class PriceMerge
{
    public static ModelPrices Over(ModelPrices upper, ModelPrices lower, PriceLayer layer)
    {
        // A layer that lists the model without a price has nothing to say against one that has.
        if (upper.Declared == PriceDeclaration.Unpriced) return lower;
        if (upper.Declared == PriceDeclaration.DeclaredZero && lower.Declared == PriceDeclaration.Priced) return lower;
        if (upper.Declared != PriceDeclaration.Priced || lower.Declared != PriceDeclaration.Priced) return upper;

        return new ModelPrices
        {
            Id = upper.Id,
            Kind = upper.Kind ?? lower.Kind,
            Cards = [.. Standards(upper, lower, layer), .. Variants(upper, lower)],
            Multipliers = upper.Multipliers.IsEmpty ? lower.Multipliers : upper.Multipliers,
            AddOns = upper.AddOns.IsEmpty ? lower.AddOns : upper.AddOns,
            ContextWindow = upper.ContextWindow ?? lower.ContextWindow,
            MaxOutput = upper.MaxOutput ?? lower.MaxOutput,
            Deprecated = upper.Deprecated ?? lower.Deprecated,
            Note = upper.Note ?? lower.Note,
            IsPartial = upper.IsPartial,
        };
    }

    private static IEnumerable<RateCard> Standards(ModelPrices upper, ModelPrices lower, PriceLayer layer)
    {
        RateCard[] below = [.. lower.Cards.Where(card => !card.IsVariant)];
        RateCard[] above = [.. upper.Cards.Where(card => !card.IsVariant)];
        if (above.Length == 0) return below;
        if (below.Length == 0) return above;

        return above.SelectMany(card => below.Select(other => Merge(card, other, layer))).OfType<RateCard>();
    }

    private static RateCard? Merge(RateCard upper, RateCard lower, PriceLayer layer)
    {
        bool isHistory = layer.IsRefreshed && upper.When.IsAlways && !IsCurrent(lower.When, layer.AsOf);
        if (isHistory) return lower;

        return upper.When.And(lower.When) is { } when
            ? new RateCard(upper.Name, when, lower.Rates.SetItems(upper.Rates))
            : null;
    }

    private static bool IsCurrent(PriceCondition when, DateTimeOffset asOf) =>
        !(asOf < when.From) && !(asOf >= when.Until) && when.Windows.IsEmpty;

    private static IEnumerable<RateCard> Variants(ModelPrices upper, ModelPrices lower) =>
        lower.Cards.Where(card => card.IsVariant).Concat(upper.Cards.Where(card => card.IsVariant));
}
