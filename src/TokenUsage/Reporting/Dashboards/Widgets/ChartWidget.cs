using System.Globalization;

namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>Cost an hour over the last 24 hours, as blocks from zero.</summary>
internal sealed class ChartWidget : IDashboardWidget
{
    private const int MostRows = 10;
    private const int AxisWidth = 10;
    private const int MostCellsAPoint = 6;

    public string Name => "chart";

    public int MinHeight => 4;

    public bool IsNarrow => false;

    public int MaxHeight(DashboardReading reading) => MostRows + 2;

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height)
    {
        double[] costs = WidgetLines.CostOf(reading.Hours);
        if (costs.Length == 0 || costs.All(cost => cost <= 0))
        {
            return
            [
                WidgetLines.Heading("Cost an hour, 24 h", width),
                DashboardLine.Of(
                    "Nothing was priced in the last 24 hours. The first call that is recorded shows here."),
            ];
        }

        int cells = Math.Clamp((width - AxisWidth - 1) / costs.Length, 1, MostCellsAPoint);
        string[] rows = Sparkline.Rows([.. costs.SelectMany(cost => Enumerable.Repeat(cost, cells))], height - 2);
        List<DashboardLine> lines = [WidgetLines.Heading("Cost an hour, 24 h", width)];
        for (int i = 0; i < rows.Length; i++)
        {
            string axis = i == 0 ? DashboardFigures.Usd((decimal)costs.Max()) : i == rows.Length - 1 ? "$0" : "";
            lines.Add(new DashboardLine()
                .Add(TerminalText.Fit(axis, AxisWidth, isRight: true) + " ", DashboardTone.Quiet)
                .Add(rows[i], DashboardTone.Accent));
        }

        lines.Add(DashboardLine.Of(Hours(reading, cells), DashboardTone.Quiet));
        return lines;
    }

    // Below every sixth point, so that the clock can be read at any width.
    private static string Hours(DashboardReading reading, int cells)
    {
        const int Every = 6;
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(reading.TimeZone);
        IEnumerable<string> marks = reading.Hours.Chunk(Every).Select(chunk =>
        {
            DateTimeOffset start = TimeZoneInfo.ConvertTime(chunk[0].Start, zone);
            string mark = start.ToString("HH:mm", CultureInfo.InvariantCulture);
            return TerminalText.Fit(chunk.Length * cells >= mark.Length ? mark : "", chunk.Length * cells);
        });
        return new string(' ', AxisWidth + 1) + string.Concat(marks);
    }
}
