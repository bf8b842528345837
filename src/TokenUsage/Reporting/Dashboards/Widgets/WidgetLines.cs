namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>Lines that widgets share.</summary>
internal static class WidgetLines
{
    public static DashboardLine Heading(string text, int width)
    {
        int rule = width - TerminalText.CellsOf(text) - 1;
        return new DashboardLine().Add(text + " ", DashboardTone.Heading)
            .Add(rule > 0 ? new string('─', rule) : "", DashboardTone.Quiet);
    }

    public static string NameOf(UsageGroup group) => group.IsOther ? "other" : group.Key[0] ?? "(none)";

    public static double[] CostOf(IReadOnlyList<UsagePoint> points) =>
        [.. points.Select(point => (double)(point.Totals.PricedUsd ?? 0))];
}
