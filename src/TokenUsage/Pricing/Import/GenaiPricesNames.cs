using System.Collections.Immutable;
using System.Text.Json;
using TokenUsage.Pricing.Names;

namespace TokenUsage.Pricing.Import;

/// <summary>Reads the match clauses of genai-prices: <c>{"or":[{"equals":"a"},{"starts_with":"b"}]}</c>.</summary>
internal static class GenaiPricesNames
{
    public static NameRule Read(ref Utf8JsonReader json)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "A match clause");
        var clauses = ImmutableArray.CreateBuilder<NameRule>();
        while (PriceJson.NextMember(ref json, out string name))
        {
            clauses.Add(name switch
            {
                "or" => NameRule.Of(NameRuleKind.Any, ReadList(ref json)),
                "and" => NameRule.Of(NameRuleKind.All, ReadList(ref json)),
                "equals" => NameRule.Of(NameRuleKind.Equal, PriceJson.Text(json, name)),
                "starts_with" => NameRule.Of(NameRuleKind.StartsWith, PriceJson.Text(json, name)),
                "ends_with" => NameRule.Of(NameRuleKind.EndsWith, PriceJson.Text(json, name)),
                "contains" => NameRule.Of(NameRuleKind.Contains, PriceJson.Text(json, name)),
                "regex" => Pattern(PriceJson.Text(json, name)),
                _ => throw new PriceFileException($"The match clause '{name}' is not known."),
            });
        }

        return clauses.Count == 1 ? clauses[0] : NameRule.Of(NameRuleKind.All, clauses.ToImmutable());
    }

    public static NameRule Pattern(string pattern)
    {
        try
        {
            return NameRule.Of(NameRuleKind.Regex, pattern);
        }
        catch (ArgumentException exception)
        {
            throw new PriceFileException($"The pattern '{pattern}' is not a regular expression.", exception);
        }
    }

    private static ImmutableArray<NameRule> ReadList(ref Utf8JsonReader json)
    {
        PriceJson.Expect(json, JsonTokenType.StartArray, "A list of match clauses");
        var clauses = ImmutableArray.CreateBuilder<NameRule>();
        while (PriceJson.NextItem(ref json)) clauses.Add(Read(ref json));
        return clauses.ToImmutable();
    }
}
