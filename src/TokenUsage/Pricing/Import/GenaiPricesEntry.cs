using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>One model of genai-prices while it is read.</summary>
internal sealed class GenaiPricesEntry(string provider)
{
    private readonly ImmutableArray<RateCard>.Builder _cards = ImmutableArray.CreateBuilder<RateCard>();
    private ImmutableArray<NameRule> _names = [];
    private long? _contextWindow;

    public string Id { get; private set; } = "";

    public string? Fault { get; private set; }

    public List<string> UnknownKeys { get; } = [];

    public void Read(ref Utf8JsonReader json, string name)
    {
        switch (name)
        {
            case "id": Id = PriceJson.Text(json, name); break;
            case "match": _names = [GenaiPricesNames.Read(ref json)]; break;
            case "context_window": _contextWindow = json.TryGetInt64(out long window) ? window : null; break;
            case "prices" when json.TokenType == JsonTokenType.StartArray: ReadConditional(ref json); break;
            case "prices": _cards.Add(ReadPrices(ref json, RateCard.Standard, PriceCondition.Always)); break;
            default: json.Skip(); break;
        }
    }

    public ModelPrices ToModel() => new()
    {
        Id = Id,
        Names = _names,
        // An empty price object is this source's way to say 0, and it does not say why.
        Declared = _cards.All(card => card.Rates.IsEmpty) ? PriceDeclaration.DeclaredZero : PriceDeclaration.Priced,
        Cards = _cards.ToImmutable(),
        ContextWindow = _contextWindow,
        IsPartial = UnknownKeys.Count > 0,
    };

    private void ReadConditional(ref Utf8JsonReader json)
    {
        while (PriceJson.NextItem(ref json))
        {
            var when = PriceCondition.Always;
            string label = RateCard.Standard;
            RateCard? card = null;
            while (PriceJson.NextMember(ref json, out string name))
            {
                if (name == "constraint" && json.TokenType == JsonTokenType.StartObject)
                    when = ReadConstraint(ref json, out label);
                else if (name == "prices") card = ReadPrices(ref json, label, when);
                else json.Skip();
            }

            if (card is not null) _cards.Add(card with { Name = label, When = when });
        }
    }

    private static PriceCondition ReadConstraint(ref Utf8JsonReader json, out string label)
    {
        DateTimeOffset? from = null;
        TimeOnly? start = null;
        TimeOnly? end = null;
        while (PriceJson.NextMember(ref json, out string name))
        {
            switch (name)
            {
                case "start_date": from = CardReader.Instant(json, name); break;
                case "start_time": start = Time(PriceJson.Text(json, name)); break;
                case "end_time": end = Time(PriceJson.Text(json, name)); break;
                case "type": break;
                default: throw new PriceFileException($"The constraint '{name}' is not known.");
            }
        }

        label = from is { } day
            ? string.Create(CultureInfo.InvariantCulture, $"from {day:yyyy-MM-dd}")
            : string.Create(CultureInfo.InvariantCulture, $"{start:HH:mm}-{end:HH:mm}");
        return new PriceCondition
        {
            From = from,
            Windows = start is { } opens && end is { } closes
                ? [new TimeWindow(opens, closes, TimeWindow.EveryDay, TimeZoneInfo.Utc)]
                : [],
        };
    }

    private static TimeOnly Time(string text) =>
        TimeOnly.TryParseExact(
            text.TrimEnd('Z'), "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
            ? time
            : throw new PriceFileException($"The time \"{text}\" is not one like 16:30:00Z.");

    private RateCard ReadPrices(ref Utf8JsonReader json, string label, PriceCondition when)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "prices");
        var draft = new CardDraft { Name = label, When = when };
        while (PriceJson.NextMember(ref json, out string name))
        {
            if (!GenaiPricesUnit.TryParse(name, out Meter meter, out decimal per))
            {
                UnknownKeys.Add(name);
                json.Skip();
                continue;
            }

            Rate rate = ReadRate(ref json, name, per);

            // The one rule that stands in the source's program and not in its data.
            if (meter is Meter.AudioSeconds or Meter.InputAudioSeconds && provider == "groq")
                rate = rate with { Minimum = 10 };
            draft.Set(meter, rate);
        }

        return draft.ToCard();
    }

    private Rate ReadRate(ref Utf8JsonReader json, string name, decimal per)
    {
        if (json.TokenType != JsonTokenType.StartObject) return new Rate(Amount(json, name), per);

        var rate = new Rate(0, per);
        while (PriceJson.NextMember(ref json, out string member))
        {
            if (member == "base") rate = rate with { Amount = Amount(json, name) };
            else if (member == "tiers") rate = rate with { Tiers = ReadTiers(ref json, name) };
            else json.Skip();
        }

        return rate;
    }

    private ImmutableArray<Tier> ReadTiers(ref Utf8JsonReader json, string name)
    {
        var tiers = ImmutableArray.CreateBuilder<Tier>();
        while (PriceJson.NextItem(ref json))
        {
            decimal start = 0;
            decimal amount = 0;
            while (PriceJson.NextMember(ref json, out string member))
            {
                if (member == "start") start = PriceJson.Number(json, member);
                else if (member == "price") amount = Amount(json, name);
                else json.Skip();
            }

            // "Above 199,999" is how the source writes "from 200,000".
            bool isInclusive = start % 1000 == 999;
            tiers.Add(new Tier(isInclusive ? start + 1 : start, isInclusive, amount));
        }

        return [.. tiers.OrderBy(tier => tier.Threshold)];
    }

    private decimal Amount(in Utf8JsonReader json, string name)
    {
        if (PriceJson.TryNumber(json, out decimal amount)) return amount;

        Fault = $"{name} is {PriceJson.Say(json)}.";
        return 0;
    }
}
