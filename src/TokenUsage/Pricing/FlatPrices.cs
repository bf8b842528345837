using System.Collections.Immutable;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing;

/// <summary>The rates that the application states in a line, laid over what the lists say, key by key.</summary>
internal sealed class FlatPrices
{
    private readonly ImmutableArray<FlatPrice> _prices;

    public FlatPrices(IEnumerable<FlatPrice> prices)
    {
        _prices = [.. prices];
    }

    public static FlatPrices None { get; } = new([]);

    public IEnumerable<string?> Tenants => _prices.Select(price => price.Tenant);

    /// <summary>Applies general prices first and a tenant's last, so that the more special one wins.</summary>
    public ResolvedModel Over(ResolvedModel listed, string? tenant)
    {
        foreach (FlatPrice price in _prices.OrderBy(SpecialtyOf))
        {
            if (Covers(price, listed, tenant)) listed = Apply(price, listed);
        }

        return listed;
    }

    private static int SpecialtyOf(FlatPrice price) =>
        (price.Tenant is null ? 0 : 4) + (price.Model is null ? 0 : 2) + (price.Provider is null ? 0 : 1);

    private static bool Covers(FlatPrice price, ResolvedModel listed, string? tenant) =>
        (price.Tenant is null || price.Tenant == tenant)
        && (price.Model is null || price.Model.Equals(listed.Model, StringComparison.OrdinalIgnoreCase))
        && (price.Provider is null
            || ProviderNames.Canonical(price.Provider) == ProviderNames.Canonical(listed.Provider));

    private static ResolvedModel Apply(FlatPrice price, ResolvedModel listed)
    {
        ImmutableSortedDictionary<Meter, Rate> rates = RatesOf(price);
        ImmutableArray<RateCard> cards = listed.Prices is { Declared: PriceDeclaration.Priced } prices
            ? [.. prices.Cards.Select(card => card.IsVariant ? card : card with { Rates = card.Rates.SetItems(rates) })]
            : [new RateCard("flat", PriceCondition.Always, rates)];
        var model = new ModelPrices
        {
            Id = listed.Model,
            Cards = cards,
            Multipliers = listed.Prices?.Multipliers ?? [],
            AddOns = listed.Prices?.AddOns ?? [],
        };
        string name = listed.Prices is null ? $"{listed.Provider}/{listed.Model}" : listed.Match;
        string match = name.EndsWith(')') ? name[..^1] + ", flat price)" : name + " (flat price)";
        return listed with { Prices = model, Match = match, Version = "flat+" + listed.Version };
    }

    private static ImmutableSortedDictionary<Meter, Rate> RatesOf(FlatPrice price)
    {
        var rates = ImmutableSortedDictionary.CreateBuilder<Meter, Rate>();
        Set(Meter.Input, price.InputPerMillion);
        Set(Meter.CacheRead, price.CachedInputPerMillion);
        Set(Meter.Output, price.OutputPerMillion);
        return rates.ToImmutable();

        void Set(Meter meter, decimal? perMillion)
        {
            if (perMillion is { } amount) rates[meter] = new Rate(amount, 1_000_000m);
        }
    }
}
