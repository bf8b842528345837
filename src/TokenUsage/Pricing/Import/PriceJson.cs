using System.Globalization;
using System.Text.Json;

namespace TokenUsage.Pricing.Import;

/// <summary>The steps that all price formats are read with. Numbers go straight to <see cref="decimal"/>.</summary>
internal static class PriceJson
{
    public static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 32,
    };

    /// <summary>Steps to the next member of an object; the reader then stands on the member's value.</summary>
    public static bool NextMember(ref Utf8JsonReader json, out string name)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.PropertyName)
        {
            name = "";
            return false;
        }

        name = json.GetString()!;
        json.Read();
        return true;
    }

    /// <summary>Steps to the next item of an array.</summary>
    public static bool NextItem(ref Utf8JsonReader json) => json.Read() && json.TokenType != JsonTokenType.EndArray;

    public static void Expect(in Utf8JsonReader json, JsonTokenType type, string what)
    {
        if (json.TokenType != type) throw new PriceFileException($"{what} is {Say(json)}; it must be {Say(type)}.");
    }

    public static string Text(in Utf8JsonReader json, string what)
    {
        Expect(json, JsonTokenType.String, what);
        return json.GetString()!;
    }

    public static decimal Number(in Utf8JsonReader json, string what) => TryNumber(json, out decimal value)
        ? value
        : throw new PriceFileException($"{what} is {Say(json)}; it must be a decimal number.");

    /// <summary>Reads a number, or a string that holds one, as some price lists write them.</summary>
    public static bool TryNumber(in Utf8JsonReader json, out decimal value)
    {
        value = 0;
        return json.TokenType switch
        {
            JsonTokenType.Number => json.TryGetDecimal(out value),
            JsonTokenType.String => decimal.TryParse(
                json.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
    }

    public static string Say(in Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => $"\"{Shorten(json.GetString()!)}\"",
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(json.ValueSpan),
        JsonTokenType type => Say(type),
    };

    private static string Say(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => type.ToString(),
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
