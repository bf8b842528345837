using System.Collections.Immutable;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Keeps out of an import what cannot be right.</summary>
/// <remarks>
/// A fault of a base rate leaves the whole model out; a fault of a rate beside it leaves only that rate out, which then
/// comes from the layer below or falls back to the plain rate, flagged. The limits were found by running them over both
/// public lists: nearly all they catch are slips.
/// </remarks>
internal sealed class ImportGates
{
    private const decimal MostPerMillionTokens = 1000m;
    private const decimal MostPerPiece = 1000m;

    private static readonly string[] TextKinds = ["chat", "completion", "responses"];

    private readonly ImmutableArray<QuarantinedPrice>.Builder _quarantined =
        ImmutableArray.CreateBuilder<QuarantinedPrice>();

    public ImmutableArray<QuarantinedPrice> Quarantined => _quarantined.ToImmutable();

    public void Quarantine(string provider, string model, string gate, string detail, bool wholeModel = true) =>
        _quarantined.Add(new QuarantinedPrice(provider, model, gate, detail, wholeModel));

    /// <summary>Looks at one model.</summary>
    /// <returns>The model, perhaps without a rate or two; <see langword="null"/> when it is left out.</returns>
    public ModelPrices? Inspect(string provider, ModelPrices model, bool absoluteOnly = false)
    {
        foreach (RateCard card in model.Cards)
        {
            if (Absurd(card) is { } absurd)
            {
                Quarantine(provider, model.Id, absurd.Gate, absurd.Detail);
                return null;
            }
        }

        if (absoluteOnly || model.Cards.IsEmpty) return model;
        RateCard? standard = model.Cards.LastOrDefault(card => !card.IsVariant);
        if (standard is not null && RatioFault(standard, model.Kind) is { } ratio)
        {
            Quarantine(provider, model.Id, "output-to-input", ratio);
            return null;
        }

        var inspection = new RateInspection(provider, model.Id, this);
        ImmutableArray<RateCard> cards =
            [.. model.Cards.Select(card => inspection.Clean(card, StandardOf(card, model)))];
        return cards.SequenceEqual(model.Cards, static (left, right) => ReferenceEquals(left, right))
            ? model : model.With(cards);
    }

    // A dated variant belongs to the standard card of its own time.
    private static RateCard? StandardOf(RateCard card, ModelPrices model) => !card.IsVariant ? card
        : model.Cards.LastOrDefault(candidate => !candidate.IsVariant && candidate.When.And(card.When) is not null);

    private static (string Gate, string Detail)? Absurd(RateCard card)
    {
        foreach ((Meter meter, Rate rate) in card.Rates)
        {
            decimal least = rate.Tiers.Aggregate(rate.Amount, (amount, tier) => Math.Min(amount, tier.Amount));
            decimal most = rate.Tiers.Aggregate(rate.Amount, (amount, tier) => Math.Max(amount, tier.Amount));
            string name = MeterFacts.NameOf(meter);
            if (least < 0) return ("negative", $"{name} is {least} in the card '{card.Name}'.");

            bool isToken = MeterFacts.IsToken(meter);
            decimal unit = isToken ? most / rate.Per * 1_000_000m : most / rate.Per;
            if (unit <= (isToken ? MostPerMillionTokens : MostPerPiece)) continue;
            return ("absurd-rate", isToken
                ? $"{name} is {unit:0.######} USD per million tokens; more than {MostPerMillionTokens} is a slip of "
                + $"the unit."
                : $"{name} is {unit:0.######} USD each; more than {MostPerPiece} is a slip of the unit.");
        }

        return null;
    }

    private static string? RatioFault(RateCard card, string? kind)
    {
        if (kind is not null && !TextKinds.Contains(kind)) return null;
        if (!card.Rates.TryGetValue(Meter.Input, out Rate? input) || input.Amount == 0) return null;
        if (!card.Rates.TryGetValue(Meter.Output, out Rate? output) || output.Amount == 0) return null;

        decimal ratio = output.Amount / input.Amount;
        return ratio is < 0.5m or >= 25m
            ? $"output is {output.Amount:0.######} and input {input.Amount:0.######} per million: {ratio:0.###} times."
            : null;
    }
}
