using System.Collections.Immutable;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Compares the rates of one model with each other, and leaves out those that cannot be right.</summary>
internal sealed class RateInspection(string provider, string model, ImportGates gates)
{
    public RateCard Clean(RateCard card, RateCard? standard)
    {
        ImmutableSortedDictionary<Meter, Rate> rates = card.Rates;
        RateCard basis = card.IsVariant ? standard ?? card : card;
        foreach ((Meter meter, Rate rate) in card.Rates)
        {
            Rate? plain = PlainOf(meter, card, basis);
            string? gate = card.IsVariant && standard is not null && standard.Rates.TryGetValue(meter, out Rate? parent)
                ? VariantGate(rate.Amount, parent.Amount)
                : null;
            gate ??= plain is null || plain.Amount == 0 ? null : GateOf(meter, rate.Amount, plain.Amount);
            if (gate is not null)
            {
                Report(card, meter, gate, $"is {rate.Amount}, the rate it is compared with {plain?.Amount}.");
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
        gates.Quarantine(provider, model, gate, $"{MeterFacts.NameOf(meter)} of '{card.Name}' {detail}", wholeModel: false);

    private static Rate? PlainOf(Meter meter, RateCard card, RateCard basis)
    {
        Meter plain = MeterFacts.IsOutput(meter) ? Meter.Output : Meter.Input;
        if (!MeterFacts.IsToken(meter) || meter == plain) return null;
        return card.Rates.TryGetValue(plain, out Rate? own) ? own : basis.Rates.GetValueOrDefault(plain);
    }

    private static string? VariantGate(decimal variant, decimal standard) =>
        standard != 0 && (variant < standard * 0.25m || variant > standard * 4) ? "variant-far-from-base" : null;

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
