using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TokenUsage.Providers.Scanning;

/// <summary>Reads the scalars that the scanner hands over. Nothing here throws: what makes no sense is not there.</summary>
internal static class JsonValue
{
    // One past this a double no longer counts in ones; no provider's count comes near.
    private const double MaxExactDouble = 9_007_199_254_740_992;

    private const decimal MaxNumber = 1_000_000_000_000_000;

    public static bool IsObject(ReadOnlySpan<byte> json) => json.Length > 0 && json[0] == '{';

    public static bool IsText(ReadOnlySpan<byte> json) => json.Length > 1 && json[0] == '"';

    /// <summary>Says whether what was only asked for its presence is a text.</summary>
    public static bool BeginsText(ReadOnlySpan<byte> json) => json.Length > 0 && json[0] == '"';

    public static bool IsTrue(ReadOnlySpan<byte> json) => json.SequenceEqual("true"u8);

    /// <summary>Reads a count, which some providers write as <c>6.0</c> or <c>1e3</c>.</summary>
    public static long? Count(ReadOnlySpan<byte> json)
    {
        if (Utf8Parser.TryParse(json, out long whole, out int read) && read == json.Length) return whole;
        if (!double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return null;
        if (!double.IsFinite(number)) return null;
        return (long)Math.Clamp(number, -MaxExactDouble, MaxExactDouble);
    }

    /// <summary>Reads an exact number; one beyond any price or quantity is none, so that sums of them stay numbers.</summary>
    public static decimal? Number(ReadOnlySpan<byte> json) =>
        decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
        && number is >= 0 and <= MaxNumber ? number : null;

    /// <summary>Reads a text; hands back <paramref name="known"/> itself when it is the same, so that nothing is allocated.</summary>
    /// <returns><paramref name="known"/> also when the JSON is no text, or an empty or an endless one.</returns>
    public static string? Text(ReadOnlySpan<byte> json, string? known) => Text(json, known, known);

    /// <summary>Reads a text; hands back <paramref name="sameAs"/> itself when it is the same.</summary>
    /// <returns><paramref name="otherwise"/> when the JSON is no text, or an empty or an endless one.</returns>
    public static string? Text(ReadOnlySpan<byte> json, string? otherwise, string? sameAs)
    {
        if (!IsText(json) || json.Length is < 3 or > 514) return otherwise;

        ReadOnlySpan<byte> raw = json[1..^1];
        if (sameAs is not null && Ascii.Equals(raw, sameAs)) return sameAs;
        if (raw.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(raw);

        Span<byte> plain = stackalloc byte[raw.Length];
        raw.CopyTo(plain);
        return Encoding.UTF8.GetString(JsonEscapes.Remove(plain));
    }

    /// <summary>Reads a text that many answers have in common: known ones are not allocated again.</summary>
    public static string? Name(ReadOnlySpan<byte> json, string? known)
    {
        if (!IsText(json) || json.Length < 3 || json.Contains((byte)'\\')) return Text(json, known);
        ReadOnlySpan<byte> raw = json[1..^1];
        return known is not null && Ascii.Equals(raw, known) ? known
            : json.Length > 514 ? known : RecentTexts.Get(raw);
    }

    /// <summary>Counts the elements of an array.</summary>
    public static int Elements(ReadOnlySpan<byte> json)
    {
        int count = 0;
        if (IsObject(json)) return 0;
        var elements = new JsonMembers(json);
        while (elements.MoveNext()) count++;
        return count;
    }
}
