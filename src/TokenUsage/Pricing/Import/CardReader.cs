using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Reads the cards of our own files.</summary>
internal static class CardReader
{
    public static RateCard ReadCard(ref Utf8JsonReader json, CatalogFile file)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "A card");
        var draft = new CardDraft();
        var condition = new ConditionDraft();
        while (PriceJson.NextMember(ref json, out string name))
        {
            switch (name)
            {
                case "name": draft.Name = PriceJson.Text(json, "name"); break;
                case "inherits": draft.IsVariant = json.GetBoolean(); break;
                case "rates": ReadRates(ref json, draft); break;
                case "tiers": ReadTiers(ref json, draft); break;
                default:
                    if (!ConditionReader.TryRead(ref json, name, file, condition))
                    {
                        throw CatalogReader.Unknown(name, "a card");
                    }

                    break;
            }
        }

        draft.When = condition.ToCondition();
        return draft.ToCard();
    }

    public static void ReadRates(ref Utf8JsonReader json, CardDraft draft)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "rates");
        while (PriceJson.NextMember(ref json, out string name))
        {
            Meter meter = MeterOf(name);
            draft.Set(meter, ReadRate(ref json, meter, name));
        }
    }

    /// <summary>Reads tiers of several meters at once: <c>[{"from":272000,"rates":{"input":10}}]</c>.</summary>
    public static void ReadTiers(ref Utf8JsonReader json, CardDraft draft)
    {
        PriceJson.Expect(json, JsonTokenType.StartArray, "tiers");
        while (PriceJson.NextItem(ref json))
        {
            var tier = new TierDraft();
            var amounts = new List<(Meter Meter, decimal Amount)>();
            while (PriceJson.NextMember(ref json, out string name))
            {
                if (tier.TryRead(json, name)) continue;
                if (name != "rates") throw CatalogReader.Unknown(name, "a tier");

                while (PriceJson.NextMember(ref json, out string meter))
                {
                    amounts.Add((MeterOf(meter), PriceJson.Number(json, meter)));
                }
            }

            foreach ((Meter meter, decimal amount) in amounts) draft.AddTier(meter, tier.ToTier(amount));
        }
    }

    public static ImmutableArray<Multiplier> ReadMultipliers(ref Utf8JsonReader json, CatalogFile file)
    {
        var multipliers = ImmutableArray.CreateBuilder<Multiplier>();
        PriceJson.Expect(json, JsonTokenType.StartArray, "multipliers");
        while (PriceJson.NextItem(ref json))
        {
            string id = "multiplier";
            decimal factor = 1;
            var condition = new ConditionDraft();
            while (PriceJson.NextMember(ref json, out string name))
            {
                if (name == "name") id = PriceJson.Text(json, name);
                else if (name == "factor") factor = PriceJson.Number(json, name);
                else if (!ConditionReader.TryRead(ref json, name, file, condition))
                {
                    throw CatalogReader.Unknown(name, "a multiplier");
                }
            }

            multipliers.Add(new Multiplier(id, condition.ToCondition(), factor));
        }

        return multipliers.ToImmutable();
    }

    public static ImmutableArray<AddOn> ReadAddOns(ref Utf8JsonReader json)
    {
        var addOns = ImmutableArray.CreateBuilder<AddOn>();
        PriceJson.Expect(json, JsonTokenType.StartArray, "addOns");
        while (PriceJson.NextItem(ref json))
        {
            var draft = new CardDraft();
            while (PriceJson.NextMember(ref json, out string name))
            {
                if (name == "id") draft.Name = PriceJson.Text(json, name);
                else if (name == "rates") ReadRates(ref json, draft);
                else throw CatalogReader.Unknown(name, "an add-on");
            }

            addOns.Add(new AddOn(draft.Name, draft.ToCard().Rates));
        }

        return addOns.ToImmutable();
    }

    public static DateTimeOffset Instant(in Utf8JsonReader json, string what) => DateTimeOffset.TryParse(
        PriceJson.Text(json, what), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? at
            : throw new PriceFileException(
                $"{what} is {PriceJson.Say(json)}; write 2026-08-16 or 2026-08-16T16:00:00Z.");

    private static Rate ReadRate(ref Utf8JsonReader json, Meter meter, string name)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return new Rate(PriceJson.Number(json, name), MeterFacts.DefaultPer(meter));
        }

        var rate = new Rate(0, MeterFacts.DefaultPer(meter));
        while (PriceJson.NextMember(ref json, out string key))
        {
            rate = key switch
            {
                "amount" => rate with { Amount = PriceJson.Number(json, key) },
                "per" => rate with { Per = PositiveNumber(json, key) },
                "min" => rate with { Minimum = PriceJson.Number(json, key) },
                "step" => rate with { Increment = PositiveNumber(json, key) },
                "cap" => rate with { Cap = PriceJson.Number(json, key) },
                "group" => rate with { Alternative = PriceJson.Text(json, key) },
                "tiers" => rate with { Tiers = ReadRateTiers(ref json) },
                _ => throw CatalogReader.Unknown(key, $"the rate '{name}'"),
            };
        }

        return rate;
    }

    private static ImmutableArray<Tier> ReadRateTiers(ref Utf8JsonReader json)
    {
        var tiers = ImmutableArray.CreateBuilder<Tier>();
        PriceJson.Expect(json, JsonTokenType.StartArray, "tiers");
        while (PriceJson.NextItem(ref json))
        {
            var tier = new TierDraft();
            decimal amount = 0;
            while (PriceJson.NextMember(ref json, out string name))
            {
                if (tier.TryRead(json, name)) continue;
                amount = name == "amount" ? PriceJson.Number(json, name) : throw CatalogReader.Unknown(name, "a tier");
            }

            tiers.Add(tier.ToTier(amount));
        }

        return [.. tiers.OrderBy(tier => tier.Threshold)];
    }

    private static decimal PositiveNumber(in Utf8JsonReader json, string what)
    {
        decimal value = PriceJson.Number(json, what);
        return value > 0 ? value : throw new PriceFileException($"{what} is {value}; it must be above 0.");
    }

    private static Meter MeterOf(string name) =>
        MeterFacts.TryParse(name, out Meter meter) ? meter : throw CatalogReader.Unknown(name, "rates");
}
