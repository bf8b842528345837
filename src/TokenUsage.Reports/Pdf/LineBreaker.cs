using SkiaSharp;

namespace TokenUsage.Reports.Pdf;

/// <summary>Breaks text into lines that fit, between words where there are any.</summary>
internal static class LineBreaker
{
    /// <summary>Breaks a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="font">The font it is set in.</param>
    /// <param name="width">The longest line.</param>
    /// <param name="most">The most lines; the last one ends with an ellipsis when there is more.</param>
    public static IReadOnlyList<string> Break(string text, SKFont font, float width, int most)
    {
        var lines = new List<string>();
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        while (rest.Length > 0 && lines.Count < most)
        {
            int fits = Fitting(rest, font, width);
            bool isLast = fits == rest.Length;
            int space = isLast ? -1 : rest[..Math.Min(fits + 1, rest.Length)].LastIndexOf(' ');
            int end = space > 0 ? space : fits;
            lines.Add(rest[..end].ToString());
            rest = rest[end..].TrimStart();
        }

        if (rest.Length > 0) lines[^1] = string.Concat(lines[^1].AsSpan(0, lines[^1].Length - 1), "…");
        return lines;
    }

    private static int Fitting(ReadOnlySpan<char> text, SKFont font, float width)
    {
        int fits = font.BreakText(text, width);
        bool isHalf = fits > 0 && fits < text.Length && char.IsHighSurrogate(text[fits - 1]);
        return Math.Max(isHalf ? fits - 1 : fits, 1);
    }
}
