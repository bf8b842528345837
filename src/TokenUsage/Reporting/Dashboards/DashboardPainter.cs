using System.Text;

namespace TokenUsage.Reporting.Dashboards;

/// <summary>Turns lines into the text of a screen.</summary>
internal static class DashboardPainter
{
    private const string Reset = "\e[0m";

    /// <summary>Appends a line.</summary>
    /// <param name="target">The text.</param>
    /// <param name="line">The line.</param>
    /// <param name="width">The cells it may fill.</param>
    /// <param name="useColour">Whether tones become colours.</param>
    /// <param name="isFilled">Whether blanks follow up to the width: something stands to the right of it.</param>
    public static void Append(StringBuilder target, DashboardLine line, int width, bool useColour, bool isFilled)
    {
        int left = width;
        foreach (DashboardSpan span in line.Spans)
        {
            if (left <= 0) break;

            string? colour = useColour ? SequenceOf(span.Tone) : null;
            target.Append(colour);
            left -= TerminalText.Append(target, span.Text, left);
            if (colour is not null) target.Append(Reset);
        }

        if (isFilled && left > 0) target.Append(' ', left);
    }

    // The sixteen colours only: the terminal's own palette knows its background.
    private static string? SequenceOf(DashboardTone tone) => tone switch
    {
        DashboardTone.Heading => "\e[1m",
        DashboardTone.Quiet => "\e[2m",
        DashboardTone.Accent => "\e[36m",
        DashboardTone.Good => "\e[32m",
        DashboardTone.Warning => "\e[33m",
        DashboardTone.Critical => "\e[1;31m",
        _ => null,
    };
}
