using System.Globalization;
using System.Text.Json;
using TokenUsage.Pricing;

namespace TokenUsage.Cli.Pricing;

/// <summary>One line of a file of calls to price.</summary>
internal sealed record PriceLine(string? Id, PricedUsage Usage)
{
    /// <exception cref="FormatException">The line is not a call; the message says why.</exception>
    /// <exception cref="JsonException">The line is not JSON.</exception>
    public static PriceLine Parse(string json, TimeProvider time)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("The line is not a JSON object.");

        var keys = new UsageKeys();
        if (!root.TryGetProperty("usage", out JsonElement usage) || usage.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("The line has no object 'usage'.");
        }

        keys.Read(usage);
        return new PriceLine(IdOf(root), new PricedUsage
        {
            Provider = TextOf(root, "provider") ?? "",
            Model = TextOf(root, "model"),
            Host = TextOf(root, "provider_api_url"),
            At = TextOf(root, "timestamp") is { } at ? ParseTime(at) : time.GetUtcNow(),
            ServiceTier = TextOf(root, "service_tier"),
            Speed = TextOf(root, "speed"),
            Geo = TextOf(root, "geo"),
            Region = TextOf(root, "region"),
            Attributes = AttributesOf(root),
            Tokens = keys.ToCounts(),
            Meters = keys.ToMeters(),
        });
    }

    public static DateTimeOffset ParseTime(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? at
            : throw new FormatException($"'{text}' is not a time; write 2026-08-18T02:00:00Z.");

    private static string? IdOf(JsonElement root) => !root.TryGetProperty("id", out JsonElement id) ? null
        : id.ValueKind == JsonValueKind.String ? id.GetString() : id.GetRawText();

    private static string? TextOf(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new FormatException($"'{name}' is {value.GetRawText()}; it must be a string.");
    }

    private static Dictionary<string, string>? AttributesOf(JsonElement root)
    {
        if (!root.TryGetProperty("attributes", out JsonElement attributes)) return null;
        if (attributes.ValueKind != JsonValueKind.Object) throw new FormatException("'attributes' is not an object.");
        return attributes.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString());
    }
}
