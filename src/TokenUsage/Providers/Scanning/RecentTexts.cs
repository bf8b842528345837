using System.Text;

namespace TokenUsage.Providers.Scanning;

/// <summary>Texts that come with every answer, such as model names: the same bytes give the same string.</summary>
/// <remarks>
/// A table of fixed size, in which a newcomer takes the place of what stood there: names that are few are found always,
/// and endless ones cost what they did without it. Safe for concurrent use: an entry is one reference.
/// </remarks>
internal static class RecentTexts
{
    private const int Places = 512;
    private const int MaxLength = 96;

    private static readonly string?[] Known = new string?[Places];

    /// <summary>Gets the text of UTF-8 without escapes.</summary>
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxLength) return Encoding.UTF8.GetString(utf8);

        ref string? place = ref Known[PlaceOf(utf8)];
        if (Volatile.Read(ref place) is { } known && Ascii.Equals(utf8, known)) return known;

        string text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref place, text);
        return text;
    }

    // Model names differ in their middle and at their end; their beginnings are families.
    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        uint mixed = (uint)utf8.Length * 31 + utf8[^1];
        mixed = mixed * 31 + utf8[utf8.Length / 2];
        mixed = mixed * 31 + utf8[utf8.Length * 3 / 4];
        mixed = mixed * 31 + utf8[utf8.Length / 4];
        return (int)(mixed % Places);
    }
}
