using System.Collections.Immutable;
using System.Text.Json;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Reads one model of our own files.</summary>
internal static class ModelReader
{
    public static ModelPrices Read(ref Utf8JsonReader json, CatalogFile file)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "A model");
        string id = "";
        try
        {
            return ReadMembers(ref json, file, ref id);
        }
        catch (PriceFileException exception) when (id.Length > 0)
        {
            throw new PriceFileException($"Model '{id}': {exception.Message}", exception);
        }
    }

    private static ModelPrices ReadMembers(ref Utf8JsonReader json, CatalogFile file, ref string id)
    {
        ImmutableArray<string> names = [];
        var declared = PriceDeclaration.Priced;
        var standard = new CardDraft();
        var cards = ImmutableArray.CreateBuilder<RateCard>();
        ImmutableArray<Multiplier> multipliers = [];
        ImmutableArray<AddOn> addOns = [];
        long? context = null;
        long? maxOutput = null;
        DateOnly? deprecated = null;
        string? note = null;
        string? kind = null;
        while (PriceJson.NextMember(ref json, out string name))
        {
            switch (name)
            {
                case "id": id = PriceJson.Text(json, "id"); break;
                case "names": names = CatalogReader.Texts(ref json, "names"); break;
                case "kind": kind = PriceJson.Text(json, "kind"); break;
                case "status": declared = Declaration(PriceJson.Text(json, "status")); break;
                case "rates": CardReader.ReadRates(ref json, standard); break;
                case "tiers": CardReader.ReadTiers(ref json, standard); break;
                case "cards": ReadCards(ref json, file, cards); break;
                case "multipliers": multipliers = CardReader.ReadMultipliers(ref json, file); break;
                case "addOns": addOns = CardReader.ReadAddOns(ref json); break;
                case "context": context = (long)PriceJson.Number(json, "context"); break;
                case "maxOutput": maxOutput = (long)PriceJson.Number(json, "maxOutput"); break;
                case "deprecated":
                    deprecated = DateOnly.FromDateTime(CardReader.Instant(json, "deprecated").UtcDateTime);
                    break;
                case "note": note = PriceJson.Text(json, "note"); break;
                default: throw CatalogReader.Unknown(name, "a model");
            }
        }

        if (id.Length == 0) throw new PriceFileException("A model has no 'id'.");
        if (!standard.IsEmpty) cards.Insert(0, standard.ToCard());
        if (cards.Count == 0 && declared == PriceDeclaration.Priced) declared = PriceDeclaration.Unpriced;
        return new ModelPrices
        {
            Id = id,
            Names = [.. names.Select(NameRule.Parse)],
            Kind = kind,
            Declared = declared,
            Cards = cards.ToImmutable(),
            Multipliers = multipliers,
            AddOns = addOns,
            ContextWindow = context,
            MaxOutput = maxOutput,
            Deprecated = deprecated,
            Note = note,
        };
    }

    private static void ReadCards(
        ref Utf8JsonReader json, CatalogFile file, ImmutableArray<RateCard>.Builder cards)
    {
        PriceJson.Expect(json, JsonTokenType.StartArray, "cards");
        while (PriceJson.NextItem(ref json)) cards.Add(CardReader.ReadCard(ref json, file));
    }

    private static PriceDeclaration Declaration(string text) => text switch
    {
        "free" => PriceDeclaration.Free,
        "included" => PriceDeclaration.Included,
        "unpriced" => PriceDeclaration.Unpriced,
        "declaredZero" => PriceDeclaration.DeclaredZero,
        _ => throw new PriceFileException(
            $"status is \"{text}\"; it must be \"free\", \"included\", \"unpriced\" or \"declaredZero\"."),
    };
}
