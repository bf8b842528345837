using System.Collections.Immutable;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Compares the rates of one model with each other, and leaves out those that cannot be right.</summary>
internal sealed class RateInspection(string provider, string model, ImportGates gates)
{
    private const string VariantFarFromBase = "variant-far-from-base";

    public RateCard Clean(RateCard card, RateCard? standard)
    {
        ImmutableSortedDictionary<Meter, Rate> rates = card.Rates;
        RateCard basis = card.IsVariant ? standard ?? card : card;
        foreach ((Meter meter, Rate rate) in card.Rates)
        {
            Rate? plain = PlainOf(meter, card, basis);
            Rate? parent = IsTierVariant(card) ? standard?.Rates.GetValueOrDefault(meter) : null;
            string? gate = parent is null ? null : VariantGate(rate.Amount, parent.Amount);
            gate ??= plain is null || plain.Amount == 0 ? null : GateOf(meter, rate.Amount, plain.Amount);
            if (gate is not null)
            {
                decimal? compared = gate == VariantFarFromBase ? parent?.Amount : plain?.Amount;
                Report(
                    card, meter, gate,
                    $"is {rate.Amount:0.############}, where the plain rate is {compared:0.############}.");
                rates = rates.Remove(meter);
            }
            else if (rate.Tiers.Any(tier => tier.Amount < rate.Amount && tier.Amount != 0))
            {
                Report(card, meter, "tier-below-base", $"is {rate.Amount}, and less beyond a threshold.");
                rates = rates.SetItem(meter, rate with { Tiers = [] });
            }
        }

        return ReferenceEquals(rates, card.Rates) ? card : card with { Rates = rates };
    }

    private void Report(RateCard card, Meter meter, string gate, string detail) =>
        gates.Quarantine(
            provider, model, gate, $"{MeterFacts.NameOf(meter)} of '{card.Name}' {detail}", wholeModel: false);

    private static Rate? PlainOf(Meter meter, RateCard card, RateCard basis)
    {
        Meter plain = MeterFacts.IsOutput(meter) ? Meter.Output : Meter.Input;
        if (!MeterFacts.IsToken(meter) || meter == plain) return null;
        return card.Rates.TryGetValue(plain, out Rate? own) ? own : basis.Rates.GetValueOrDefault(plain);
    }

    // Not speeds: a fast mode at six times the price is a published fact.
    private static bool IsTierVariant(RateCard card) =>
        card.IsVariant && card.When.Attributes.Any(test => test.Name is AttributeTest.Tier);

    private static string? VariantGate(decimal variant, decimal standard) =>
        standard != 0 && (variant < standard * 0.25m || variant > standard * 4) ? VariantFarFromBase : null;

    private static string? GateOf(Meter meter, decimal amount, decimal plain) => meter switch
    {
        Meter.CacheRead when amount > plain => "cache-read-above-input",
        Meter.CacheWrite when amount != 0 && (amount < plain * 0.5m || amount > plain * 3) => "cache-write-to-input",
        Meter.CacheWrite1h when amount != 0 && (amount < plain || amount > plain * 3) => "cache-write-1h-to-input",
        Meter.Reasoning when amount < plain / 5 => "reasoning-below-output",
        Meter.InputAudio or Meter.OutputAudio when amount < plain => "audio-below-text",
        _ => null,
    };
}
