using System.Text.Json;

namespace TokenUsage.Capture;

/// <summary>Recognises the event of a chat stream that carries usage and nothing else.</summary>
/// <remarks>Empty choices alone do not make one: a filter's verdict comes that way too, and the caller wants that.</remarks>
internal static class UsageEvent
{
    /// <summary>Finds the end of the first event, its blank line included.</summary>
    /// <returns>Its length; zero when it is not complete.</returns>
    public static int FindEnd(ReadOnlySpan<byte> bytes)
    {
        int lf = bytes.IndexOf("\n\n"u8);
        int crlf = bytes.IndexOf("\r\n\r\n"u8);
        if (lf < 0 && crlf < 0) return 0;
        return crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf + 2;
    }

    public static bool IsOne(ReadOnlySpan<byte> eventBytes)
    {
        ReadOnlySpan<byte> line = eventBytes.Trim("\r\n"u8);
        if (!line.StartsWith("data:"u8) || line.IndexOf((byte)'\n') >= 0) return false;

        ReadOnlySpan<byte> data = line["data:"u8.Length..];
        if (data.IndexOf("\"usage\""u8) < 0) return false;

        try
        {
            return HasOnlyUsage(data);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool HasOnlyUsage(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        bool hasUsage = false;
        bool hasNoChoices = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isUsage = reader.ValueTextEquals("usage"u8);
            bool isChoices = reader.ValueTextEquals("choices"u8);
            reader.Read();
            if (isUsage) hasUsage = reader.TokenType == JsonTokenType.StartObject;
            if (isChoices) hasNoChoices = IsEmptyArray(reader);
            reader.Skip();
        }

        return hasUsage && hasNoChoices;
    }

    private static bool IsEmptyArray(Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
}
