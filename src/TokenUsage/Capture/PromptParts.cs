using System.Buffers;
using System.Text;

namespace TokenUsage.Capture;

/// <summary>Names in a request that stand for more prompt than the body has bytes.</summary>
internal static class PromptParts
{
    /// <summary>Files, addresses and conversations that the provider fetches by itself.</summary>
    private static readonly SearchValues<string> Foreign = SearchValues.Create(
        [
            "\"image_url\"", "\"file_id\"", "\"file_url\"", "\"fileUri\"", "\"file_uri\"", "\"previous_response_id\"",
            "\"conversation\"", "\"cachedContent\"", "\"cached_content\"", "\"s3Location\"",
        ],
        StringComparison.Ordinal);

    /// <summary>Says whether a piece of a body, which may overlap the piece before, holds one of them.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes, Span<char> spare)
    {
        // The names are ASCII, and so is what is looked for: Latin-1 keeps every byte where it is.
        int length = Encoding.Latin1.GetChars(bytes, spare);
        return ((ReadOnlySpan<char>)spare[..length]).ContainsAny(Foreign);
    }
}
