namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>Six figures of the last 24 hours, with their change and their course.</summary>
internal sealed class FiguresWidget : IDashboardWidget
{
    private const int WideScreen = 120;
    private const int NameWidth = 9;
    private const int ValueWidth = 11;
    private const int ChangeWidth = 9;

    public string Name => "figures";

    public int MinHeight => 3;

    public bool IsNarrow => false;

    public int MaxHeight(DashboardReading reading) => 3;

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height)
    {
        WidgetFigure[] figures = [.. FiguresOf(reading)];
        int inRow = width >= WideScreen ? 3 : 2;
        int cell = width / inRow;
        return [.. figures.Chunk(inRow).Select(row => LineOf(row, cell))];
    }

    private static DashboardLine LineOf(WidgetFigure[] row, int cell)
    {
        var line = new DashboardLine();
        foreach (WidgetFigure figure in row)
        {
            int spark = cell - NameWidth - ValueWidth - ChangeWidth - 2;
            line.Add(TerminalText.Fit(figure.Name, NameWidth), DashboardTone.Quiet)
                .Add(TerminalText.Fit(figure.Value, ValueWidth, isRight: true), DashboardTone.Heading)
                .Add(TerminalText.Fit(figure.Change, ChangeWidth, isRight: true) + " ")
                .Add(TerminalText.Fit(Sparkline.Line(figure.Course, spark), spark) + " ", DashboardTone.Accent);
        }

        return line;
    }

    private static IEnumerable<WidgetFigure> FiguresOf(DashboardReading reading)
    {
        UsageTotals now = reading.Last, before = reading.Before;
        yield return new(
            "cost 24h", DashboardFigures.Cost(now),
            DashboardFigures.Change(now.PricedUsd ?? 0, before.PricedUsd ?? 0), WidgetLines.CostOf(reading.Hours));
        yield return new(
            "tokens", DashboardFigures.Short(TokensOf(now)),
            DashboardFigures.Change(TokensOf(now), TokensOf(before)), CourseOf(reading, t => TokensOf(t)));
        yield return new(
            "calls", DashboardFigures.Short(now.Calls), DashboardFigures.Change(now.Calls, before.Calls),
            CourseOf(reading, t => t.Calls));
        yield return new(
            "success", DashboardFigures.Share(now.Succeeded, now.Attempts),
            $"of {DashboardFigures.Short(now.Attempts)}",
            CourseOf(reading, t => t.Attempts == 0 ? 0 : (double)t.Succeeded / t.Attempts));
        yield return new(
            "p95", DashboardFigures.Time(now.Latency?.P95),
            DashboardFigures.Change(Ticks(now), Ticks(before)),
            CourseOf(reading, t => t.Latency?.P95.TotalSeconds ?? 0));
        yield return new(
            "cached", DashboardFigures.Share(now.Tokens.CachedInput ?? 0, now.Tokens.Input ?? 0),
            "of input",
            CourseOf(reading, CachedShareOf));
    }

    private static double CachedShareOf(UsageTotals totals) =>
        totals.Tokens.Input is > 0 and var input ? (totals.Tokens.CachedInput ?? 0) / (double)input : 0;

    private static long TokensOf(UsageTotals totals) => totals.Tokens.Total ?? 0;

    private static decimal Ticks(UsageTotals totals) => totals.Latency?.P95.Ticks ?? 0;

    private static double[] CourseOf(DashboardReading reading, Func<UsageTotals, double> value) =>
        [.. reading.Hours.Select(point => value(point.Totals))];
}
