using System.Globalization;
using System.Text;

namespace TokenUsage.Reporting.Dashboards;

/// <summary>Text that fits into cells of a terminal.</summary>
internal static class TerminalText
{
    private const char Cut = '…';

    /// <summary>Appends a text of at most so many cells; what a name brings along cannot steer the terminal.</summary>
    /// <returns>The cells that were filled.</returns>
    public static int Append(StringBuilder target, string text, int cells)
    {
        int total = CellsOf(text);
        int room = total <= cells ? cells : cells - 1;
        int filled = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int width = CellsOf(rune);
            if (filled + width > room) break;

            if (IsUnsafe(rune)) target.Append('?');
            else target.Append(rune);
            filled += width;
        }

        if (total <= cells || cells <= 0) return filled;

        target.Append(Cut);
        return filled + 1;
    }

    public static int CellsOf(string text)
    {
        int cells = 0;
        foreach (Rune rune in text.EnumerateRunes()) cells += CellsOf(rune);
        return cells;
    }

    /// <summary>Cuts or fills a text to so many cells.</summary>
    public static string Fit(string text, int cells, bool isRight = false)
    {
        if (cells <= 0) return "";

        var target = new StringBuilder();
        int filled = Append(target, text, cells);
        return isRight ? new string(' ', cells - filled) + target : target.Append(' ', cells - filled).ToString();
    }

    private static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // The wide blocks of East Asia and of pictures; terminals draw them over two cells.
    private static int CellsOf(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0x303E or >= 0x3041 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
            or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60
            or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0 : 1,
    };
}
