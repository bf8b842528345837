using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Admission;

/// <summary>Takes the limits of models from the prices in force.</summary>
/// <remarks>
/// The dearest rate of every tier, tier of size and multiplier: which one will hold is only known after the call. Fees
/// by the piece (searches, images) are not foreseen; they are charged when the call settles.
/// </remarks>
internal sealed class ModelCeilings(IPriceBooks books, IOptions<PricingOptions> options, TimeProvider time)
    : ICallCeilings
{
    // By the resolved model itself: a new price book resolves anew, and the old one's ceilings leave with it.
    private readonly ConditionalWeakTable<ResolvedModel, ModelCeiling> _known = [];

    public PriceCeiling? FindPrice(string provider, string model) => Find(provider, model).Price;

    public TokenCounts FindLimits(string provider, string model) => Find(provider, model).Limits;

    private ModelCeiling Find(string provider, string model)
    {
        ResolvedModel resolved = books.Current.Resolve(provider, model, model);
        return _known.TryGetValue(resolved, out ModelCeiling? known) ? known : _known.GetValue(resolved, Look);
    }

    private ModelCeiling Look(ResolvedModel model)
    {
        ModelPrices? prices = model.Prices;
        var limits = new TokenCounts { Input = prices?.ContextWindow, Output = prices?.MaxOutput };
        return new ModelCeiling(PriceOf(prices), limits);
    }

    private PriceCeiling PriceOf(ModelPrices? prices)
    {
        if (prices?.Declared is PriceDeclaration.Free or PriceDeclaration.Included)
        {
            return new PriceCeiling { IsFree = true };
        }

        decimal input = 0;
        decimal output = 0;
        DateTimeOffset now = time.GetUtcNow();
        foreach (RateCard card in prices?.Cards ?? [])
        {
            if (card.When.From > now || card.When.Until <= now) continue;

            input = Math.Max(input, Dearest(card, Meter.Input, Meter.CacheWrite1h));
            output = Math.Max(output, Dearest(card, Meter.Output, Meter.Citation));
        }

        return input == 0 && output == 0 ? Unpriced() : Times(prices!, input, output);
    }

    private PriceCeiling Unpriced() => options.Value.UnpricedBudget switch
    {
        UnpricedBudget.Block => new PriceCeiling { IsBlocked = true },
        UnpricedBudget.ChargeCeiling => new PriceCeiling
        {
            InputUsdPerMillion = options.Value.CeilingUsdPerMillionTokens,
            OutputUsdPerMillion = options.Value.CeilingUsdPerMillionTokens,
        },
        _ => new PriceCeiling { IsFree = true, IsUnpriced = true }, // passes, and is counted as unpriced
    };

    private static PriceCeiling Times(ModelPrices prices, decimal input, decimal output)
    {
        decimal factor = 1;
        foreach (Multiplier multiplier in prices.Multipliers) factor *= Math.Max(1, multiplier.Factor);
        return new PriceCeiling { InputUsdPerMillion = input * factor, OutputUsdPerMillion = output * factor };
    }

    private static decimal Dearest(RateCard card, Meter first, Meter last)
    {
        decimal dearest = 0;
        foreach ((Meter meter, Rate rate) in card.Rates)
        {
            if (meter < first || meter > last) continue;

            dearest = Math.Max(dearest, rate.Amount * 1_000_000m / rate.Per);
            foreach (Tier tier in rate.Tiers) dearest = Math.Max(dearest, tier.Amount * 1_000_000m / rate.Per);
        }

        return dearest;
    }
}
