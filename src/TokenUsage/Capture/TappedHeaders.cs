using System.Globalization;
using System.Net.Http.Headers;

namespace TokenUsage.Capture;

/// <summary>Carries a content's headers over to the content that wraps it, value by value, unparsed.</summary>
internal static class TappedHeaders
{
    private const string ContentType = "Content-Type";
    private const string ContentLength = "Content-Length";
    private const string ContentEncoding = "Content-Encoding";

    /// <summary>Reads the media type without parsing the header, which would leave it parsed on the caller's answer.</summary>
    public static string? MediaType(HttpContentHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(ContentType, out HeaderStringValues values)) return null;

        string value = values.ToString();
        int end = value.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? value.Trim() : value[..end].Trim();
    }

    /// <summary>Reads the length that the answer itself states.</summary>
    /// <returns>-1 when it states none. Asking the content would make it measure itself.</returns>
    public static long Length(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues(ContentLength, out HeaderStringValues values)
        && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : -1;

    public static bool IsEncoded(HttpContentHeaders headers) => headers.NonValidated.Contains(ContentEncoding);

    public static void Copy(HttpContentHeaders from, HttpContentHeaders to)
    {
        foreach ((string name, HeaderStringValues values) in from.NonValidated)
        {
            if (values.Count == 1) to.TryAddWithoutValidation(name, values.ToString());
            else to.TryAddWithoutValidation(name, values);
        }
    }
}
