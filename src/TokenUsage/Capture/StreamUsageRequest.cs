using System.Text.Json;

namespace TokenUsage.Capture;

/// <summary>Adds <c>stream_options.include_usage</c> to a request that streams and does not say whether it wants usage.</summary>
/// <remarks>Inserts a few bytes and leaves all others where they are: the body is not parsed and written anew.</remarks>
internal static class StreamUsageRequest
{
    private static ReadOnlySpan<byte> Whole => "\"stream_options\":{\"include_usage\":true}"u8;

    private static ReadOnlySpan<byte> Inner => "\"include_usage\":true"u8;

    /// <summary>Rewrites a body.</summary>
    /// <returns><see langword="null"/> when it is to be left as it is.</returns>
    public static byte[]? Rewrite(ReadOnlySpan<byte> body)
    {
        try
        {
            return TryRewrite(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? TryRewrite(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;

        int afterBrace = (int)reader.BytesConsumed;
        bool streams = false;
        (int Start, int End, JsonTokenType Kind)? options = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isStream = reader.ValueTextEquals("stream"u8);
            bool isOptions = reader.ValueTextEquals("stream_options"u8);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            JsonTokenType kind = reader.TokenType;
            if (isStream) streams = kind == JsonTokenType.True;
            if (isOptions && kind == JsonTokenType.StartObject && SaysIncludeUsage(reader)) return null;

            reader.Skip();
            if (isOptions) options = (start, (int)reader.BytesConsumed, kind);
        }

        if (!streams) return null;

        return options switch
        {
            null => Splice(body, afterBrace, afterBrace, Whole, separated: true),
            { Kind: JsonTokenType.Null } at => Splice(
                body, at.Start, at.End, "{\"include_usage\":true}"u8, separated: false),
            { Kind: JsonTokenType.StartObject } at => Splice(
                body, at.Start + 1, at.Start + 1, Inner, separated: !IsEmptyObject(body[at.Start..at.End])),
            _ => null,
        };
    }

    // The caller has decided, whichever way.
    private static bool SaysIncludeUsage(Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.ValueTextEquals("include_usage"u8)) return true;
        }

        return false;
    }

    private static bool IsEmptyObject(ReadOnlySpan<byte> json) => json[1..^1].Trim(" \t\r\n"u8).IsEmpty;

    private static byte[] Splice(
        ReadOnlySpan<byte> body, int start, int end, ReadOnlySpan<byte> insert, bool separated) =>
        [.. body[..start], .. insert, .. separated ? ","u8 : [], .. body[end..]];
}
