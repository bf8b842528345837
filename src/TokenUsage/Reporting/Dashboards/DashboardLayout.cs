using System.Text;

namespace TokenUsage.Reporting.Dashboards;

/// <summary>Shares a screen among widgets: each gets its fewest lines, in order, and then as many more as it can fill.</summary>
internal static class DashboardLayout
{
    private const int WideScreen = 120;
    private const int Gap = 2;

    public static string Render(
        IReadOnlyList<IDashboardWidget> widgets, DashboardReading reading, DashboardSize size)
    {
        List<DashboardRow> rows = Share(Pair(widgets, size.Width), reading, size.Height);
        var text = new StringBuilder();
        foreach (DashboardRow row in rows) Append(text, row, reading, size);
        return text.ToString();
    }

    private static List<DashboardRow> Pair(IReadOnlyList<IDashboardWidget> widgets, int width)
    {
        var rows = new List<DashboardRow>();
        for (int i = 0; i < widgets.Count; i++)
        {
            bool isPair = width >= WideScreen && widgets[i].IsNarrow
                && i + 1 < widgets.Count && widgets[i + 1].IsNarrow;
            rows.Add(isPair ? new DashboardRow(widgets[i], widgets[++i]) : new DashboardRow(widgets[i], null));
        }

        return rows;
    }

    private static List<DashboardRow> Share(List<DashboardRow> rows, DashboardReading reading, int height)
    {
        int left = height;
        var kept = new List<DashboardRow>();
        foreach (DashboardRow row in rows.Where(row => row.MinHeight <= left))
        {
            row.Height = row.MinHeight;
            left -= row.Height;
            kept.Add(row);
        }

        bool hasGrown = true;
        while (left > 0 && hasGrown)
        {
            hasGrown = false;
            foreach (DashboardRow row in kept)
            {
                if (left == 0 || row.Height >= row.MaxHeight(reading)) continue;

                row.Height++;
                left--;
                hasGrown = true;
            }
        }

        return kept;
    }

    private static void Append(StringBuilder text, DashboardRow row, DashboardReading reading, DashboardSize size)
    {
        int leftWidth = row.Right is null ? size.Width : (size.Width - Gap) / 2;
        int rightWidth = size.Width - leftWidth - Gap;
        IReadOnlyList<DashboardLine> left = Lines(row.Left, reading, leftWidth, row.Height);
        IReadOnlyList<DashboardLine> right =
            row.Right is null ? [] : Lines(row.Right, reading, rightWidth, row.Height);
        for (int i = 0; i < Math.Min(row.Height, Math.Max(left.Count, right.Count)); i++)
        {
            if (text.Length > 0) text.Append('\n');
            DashboardLine first = i < left.Count ? left[i] : new DashboardLine();
            DashboardPainter.Append(text, first, leftWidth, size.UseColour, isFilled: i < right.Count);
            if (i >= right.Count) continue;

            text.Append(' ', Gap);
            DashboardPainter.Append(text, right[i], rightWidth, size.UseColour, isFilled: false);
        }
    }

    // A widget of the application's own that fails must not take the screen away.
    private static IReadOnlyList<DashboardLine> Lines(
        IDashboardWidget widget, DashboardReading reading, int width, int height)
    {
        try
        {
            return widget.Render(reading, width, height);
        }
        catch (Exception exception)
        {
            return [DashboardLine.Of($"{widget.Name}: {exception.GetType().Name}", DashboardTone.Warning)];
        }
    }
}
