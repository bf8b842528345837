using System.Globalization;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Cohere's usage: what is billed, and beside it what the model saw, on another scale.</summary>
internal static class CohereUsage
{
    public static void Read(ReadOnlySpan<byte> json, UsageReading reading)
    {
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> value = members.Value;
            TokenCounts known = reading.Tokens;
            if (members.Name.SequenceEqual("billed_units"u8)) ReadBilled(value, reading);
            else if (members.Name.SequenceEqual("tokens"u8)) ReadSeen(value, reading);
            else if (members.Name.SequenceEqual("cached_tokens"u8))
            {
                reading.Tokens = known with { CachedInput = JsonValue.Count(value) ?? known.CachedInput };
            }
        }
    }

    public static void ReadBilled(ReadOnlySpan<byte> json, UsageReading reading)
    {
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> name = members.Name;
            ReadOnlySpan<byte> value = members.Value;
            TokenCounts known = reading.Tokens;
            if (name.SequenceEqual("input_tokens"u8))
                reading.Tokens = known with { Input = JsonValue.Count(value) ?? known.Input };
            else if (name.SequenceEqual("output_tokens"u8))
                reading.Tokens = known with { Output = JsonValue.Count(value) ?? known.Output };
            else if (name.SequenceEqual("search_units"u8)) CommonValues.Meter(value, UsageMeters.SearchUnits, reading);
            else if (name.SequenceEqual("images"u8)) CommonValues.Meter(value, UsageMeters.Images, reading);
            else if (name.SequenceEqual("image_tokens"u8)) CommonValues.Meter(value, UsageMeters.InputImage, reading);
        }
    }

    // The prompt template counts here and is not billed: kept as facts, never added.
    private static void ReadSeen(ReadOnlySpan<byte> json, UsageReading reading)
    {
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            if (JsonValue.Count(members.Value) is not { } count) continue;
            string text = count.ToString(CultureInfo.InvariantCulture);
            if (members.Name.SequenceEqual("input_tokens"u8)) reading.SetMetadata("cohere.tokens.input", text);
            else if (members.Name.SequenceEqual("output_tokens"u8)) reading.SetMetadata("cohere.tokens.output", text);
            else if (members.Name.SequenceEqual("reasoning_tokens"u8))
                reading.Tokens = reading.Tokens with { Reasoning = count };
        }
    }
}
