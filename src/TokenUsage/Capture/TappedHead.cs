using System.Globalization;
using System.Net.Http.Headers;

namespace TokenUsage.Capture;

/// <summary>What an answer's head says about its body.</summary>
/// <remarks>
/// Read as it came: asked for its typed values, the head would parse them, keep them parsed on the caller's answer, and
/// make a body without a length measure itself.
/// </remarks>
internal readonly struct TappedHead
{
    /// <summary>Gets the media type, without its parameters.</summary>
    public string? MediaType { get; private init; }

    /// <summary>Gets the length that is stated; -1 when none is.</summary>
    public long Length { get; private init; }

    public bool IsEncoded { get; private init; }

    public static TappedHead Of(HttpContentHeaders headers)
    {
        string? mediaType = null;
        long length = -1;
        bool isEncoded = false;
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            if (Is(name, "Content-Type")) mediaType = Strip(values.ToString());
            else if (Is(name, "Content-Length")) length = Number(values.ToString());
            else if (Is(name, "Content-Encoding")) isEncoded = true;
        }

        return new TappedHead { MediaType = mediaType, Length = length, IsEncoded = isEncoded };
    }

    private static bool Is(string name, string known) =>
        name.Length == known.Length && name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static string Strip(string value)
    {
        int end = value.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? value : value[..end]).Trim();
    }

    private static long Number(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : -1;
}
