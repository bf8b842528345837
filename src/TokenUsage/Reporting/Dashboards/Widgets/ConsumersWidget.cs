namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>The users who cost most.</summary>
internal sealed class ConsumersWidget : IDashboardWidget
{
    private const int BarWidth = 16;
    private const int NumberWidth = 11;

    public string Name => "consumers";

    public int MinHeight => 6;

    public bool IsNarrow => true;

    public int MaxHeight(DashboardReading reading) => 1 + Math.Max(1, reading.Consumers.Count);

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height)
    {
        int name = Math.Max(8, width - BarWidth - (3 * NumberWidth) - 1);
        List<DashboardLine> lines = [Heading(name)];
        if (reading.Consumers.Count == 0) lines.Add(DashboardLine.Of("Nobody yet.", DashboardTone.Quiet));
        decimal most = reading.Consumers.Max(group => group.Totals.PricedUsd) ?? 0;
        foreach (UsageGroup group in reading.Consumers.Take(height - 1))
        {
            decimal share = most > 0 ? (group.Totals.PricedUsd ?? 0) / most : 0;
            lines.Add(new DashboardLine()
                .Add(TerminalText.Fit(WidgetLines.NameOf(group), name))
                .Add(TerminalText.Fit(DashboardFigures.Cost(group.Totals), NumberWidth, isRight: true))
                .Add(TerminalText.Fit(DashboardFigures.Short(group.Totals.Tokens.Total ?? 0), NumberWidth, true))
                .Add(TerminalText.Fit(DashboardFigures.Short(group.Totals.Calls), NumberWidth, true) + " ")
                .Add(new string('█', (int)Math.Round(share * BarWidth)), DashboardTone.Accent));
        }

        return lines;
    }

    private static DashboardLine Heading(int name)
    {
        var line = new DashboardLine().Add(TerminalText.Fit("Top users, 24 h", name), DashboardTone.Heading);
        foreach (string column in (string[])["cost", "tokens", "calls"])
            line.Add(TerminalText.Fit(column, NumberWidth, isRight: true), DashboardTone.Quiet);
        return line;
    }
}
