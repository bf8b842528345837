using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>One entry of LiteLLM's file while it is read.</summary>
internal sealed class LiteLlmEntry(string key, LiteLlmKeys keys)
{
    private readonly LiteLlmCards _cards = new();
    private readonly List<Multiplier> _multipliers = [];
    private decimal? _cacheHit;
    private bool _isPerPrompt;
    private long? _contextWindow;
    private long? _maxOutput;
    private DateOnly? _deprecated;
    private string? _mode;

    public string Key => key;

    public string? Provider { get; private set; }

    public string? Fault { get; private set; }

    public List<string> UnknownKeys { get; } = [];

    public static bool IsOfInterest(ReadOnlySpan<byte> name) =>
        !name.StartsWith("supports_"u8)
        && (name.IndexOf("cost"u8) >= 0 || name.IndexOf("uplift"u8) >= 0 || name.IndexOf("pricing"u8) >= 0
            || name.IndexOf("specific"u8) >= 0 || name.StartsWith("max_"u8) || name.StartsWith("web_search_"u8)
            || name.SequenceEqual("litellm_provider"u8) || name.SequenceEqual("mode"u8)
            || name.SequenceEqual("deprecation_date"u8));

    public void Read(ref Utf8JsonReader json, string name)
    {
        switch (name)
        {
            case "litellm_provider": Provider = json.TokenType == JsonTokenType.String ? json.GetString() : null; break;
            case "mode": _mode = json.TokenType == JsonTokenType.String ? json.GetString() : null; break;
            case "max_input_tokens": _contextWindow = Count(json); break;
            case "max_output_tokens": _maxOutput = Count(json); break;
            case "deprecation_date": _deprecated = Day(json); break;
            case "input_cost_per_token_cache_hit": _cacheHit = Amount(json, name); break;
            case "web_search_billing_unit": _isPerPrompt = json.ValueTextEquals("per_prompt"); break;
            case "search_context_cost_per_query": ReadSearch(ref json); break;
            case "tiered_pricing": ReadTiered(ref json); break;
            case "provider_specific_entry": ReadFactors(ref json); break;
            default: ReadPrice(ref json, name); break;
        }
    }

    public ModelPrices ToModel(string id)
    {
        if (_cacheHit is { } hit) _cards.SetDefault(Meter.CacheRead, hit);
        _cards.Arrange(Provider, _mode, _isPerPrompt);
        ImmutableArray<RateCard> cards = _cards.ToCards();
        return new ModelPrices
        {
            Id = id,
            Names = id == key ? [] : [NameRule.Of(NameRuleKind.Equal, key)],
            Kind = _mode,
            Declared = DeclarationOf(id, cards),
            Cards = cards,
            Multipliers = [.. _multipliers],
            ContextWindow = _contextWindow,
            MaxOutput = _maxOutput,
            Deprecated = _deprecated,
            IsPartial = UnknownKeys.Count > 0 && cards.Length > 0,
        };
    }

    private PriceDeclaration DeclarationOf(string id, ImmutableArray<RateCard> cards)
    {
        if (Provider is "github_copilot" or "chatgpt") return PriceDeclaration.Included;
        if (cards.IsEmpty) return PriceDeclaration.Unpriced;
        bool isZero =
            cards.All(card => card.Rates.Values.All(rate => rate.Amount == 0 && rate.Tiers.All(t => t.Amount == 0)));
        if (!isZero) return PriceDeclaration.Priced;

        // Nothing says why an amount is 0, except where no provider sends a bill at all.
        bool isFree = id.EndsWith(":free", StringComparison.OrdinalIgnoreCase) || _mode == "moderation"
            || Provider is "ollama" or "lemonade";
        return isFree ? PriceDeclaration.Free : PriceDeclaration.DeclaredZero;
    }

    private void ReadPrice(ref Utf8JsonReader json, string name)
    {
        if (!name.Contains("cost", StringComparison.Ordinal) && !name.Contains("uplift", StringComparison.Ordinal))
        {
            json.Skip();
        }
        else if (name.StartsWith("regional_", StringComparison.Ordinal)
            && name.Contains("_uplift_multiplier", StringComparison.Ordinal))
        {
            string region = name[(name.LastIndexOf('_') + 1)..];
            AddFactor(region == "multiplier" ? "region" : region, AttributeTest.Geo, Amount(json, name));
        }
        else if (keys.TryParse(name, out LiteLlmKey parsed) && json.TokenType is not JsonTokenType.StartObject)
        {
            _cards.Add(parsed, Amount(json, name));
        }
        else
        {
            // DBU prices are a second currency for the same tokens, and the dollar prices stand beside them.
            if (!name.Contains("_dbu_", StringComparison.Ordinal)) UnknownKeys.Add(name);
            json.Skip();
        }
    }

    private void ReadSearch(ref Utf8JsonReader json)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "search_context_cost_per_query");
        while (PriceJson.NextMember(ref json, out string name))
        {
            _cards.SetSearch(name[(name.LastIndexOf('_') + 1)..], Amount(json, name));
        }
    }

    private void ReadTiered(ref Utf8JsonReader json)
    {
        PriceJson.Expect(json, JsonTokenType.StartArray, "tiered_pricing");
        while (PriceJson.NextItem(ref json))
        {
            var step = new LiteLlmStep();
            while (PriceJson.NextMember(ref json, out string name))
            {
                if (name is "range" or "max_results_range") step.ReadRange(ref json, name);
                else if (keys.TryParse(name, out LiteLlmKey parsed))
                    step.Amounts.Add((parsed.Meter, Amount(json, name)));
                else json.Skip();
            }

            _cards.AddStep(step);
        }
    }

    private void ReadFactors(ref Utf8JsonReader json)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "provider_specific_entry");
        while (PriceJson.NextMember(ref json, out string name))
        {
            if (!PriceJson.TryNumber(json, out decimal factor)) continue;
            AddFactor(name, name == "fast" ? AttributeTest.Speed : AttributeTest.Geo, factor);
        }
    }

    private void AddFactor(string value, string attribute, decimal factor)
    {
        var when = new PriceCondition { Attributes = [new AttributeTest(attribute, [value])] };
        if (value == "region")
            when = new PriceCondition { Attributes = [new AttributeTest(attribute, ["global"], Except: true)] };
        _multipliers.Add(new Multiplier(value, when, factor));
    }

    private decimal Amount(in Utf8JsonReader json, string name)
    {
        if (json.TokenType == JsonTokenType.Null) return 0;
        if (PriceJson.TryNumber(json, out decimal amount)) return amount;

        Fault = $"{name} is {PriceJson.Say(json)}.";
        return 0;
    }

    private static long? Count(in Utf8JsonReader json) =>
        PriceJson.TryNumber(json, out decimal count) && count is >= 0 and <= long.MaxValue ? (long)count : null;

    private static DateOnly? Day(in Utf8JsonReader json) => json.TokenType == JsonTokenType.String
        && DateOnly.TryParseExact(
            json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
        ? day
        : null;
}
