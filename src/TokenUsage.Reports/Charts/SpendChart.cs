using System.Globalization;
using TokenUsage.Reports.Content;

namespace TokenUsage.Reports.Charts;

/// <summary>Cost by interval as bars, what is expected next with its band, and marks where an hour was out of the ordinary.</summary>
internal sealed class SpendChart(UsageReport report, TimeZoneInfo zone) : IChart
{
    private const float Height = 210;
    private const float Left = 58;
    private const float Top = 22;
    private const float Bottom = 24;
    private const float LetterWidth = 5.2f;
    private const float Gap = 0.22f;

    // A forecast by day says nothing beside bars of hours or months.
    private readonly IReadOnlyList<ForecastPoint> _forecast =
        report.Interval == TimeInterval.Day ? report.Forecast?.Points ?? [] : [];

    public float HeightFor(float width) => Height;

    public void Draw(IChartSurface surface, float width)
    {
        int slots = report.Series.Count + _forecast.Count;
        if (slots == 0) return;

        double most = report.Series.Select(Value).Concat(_forecast.Select(p => p.Upper)).DefaultIfEmpty(0).Max();
        var axis = new ValueAxis(most);
        float slot = (width - Left) / slots;
        DrawGrid(surface, axis, width);
        DrawBars(surface, axis, slot);
        DrawForecast(surface, axis, slot);
        DrawMarks(surface, axis, slot);
        DrawDates(surface, slot);
        DrawLegend(surface);
    }

    private static float Base => Height - Bottom;

    private static float Room => Height - Bottom - Top;

    private static double Value(UsagePoint point) => (double)(point.Totals.PricedUsd ?? 0);

    private static void DrawGrid(IChartSurface surface, ValueAxis axis, float width)
    {
        foreach (double tick in axis.Ticks)
        {
            float y = Base - axis.Place(tick, Room);
            surface.Line(Left, y, width, y, Ink.Rule);
            surface.Text(Left - 6, y + 3, Amounts.Usd(tick), TextSide.Left);
        }
    }

    private void DrawBars(IChartSurface surface, ValueAxis axis, float slot)
    {
        for (int i = 0; i < report.Series.Count; i++)
        {
            float height = axis.Place(Value(report.Series[i]), Room);
            string hint = $"{Label(report.Series[i].Start)}: {Amounts.Usd(report.Series[i].Totals.PricedUsd ?? 0)}";
            float x = Left + ((i + (Gap / 2)) * slot);
            surface.Bar(x, Base - height, slot * (1 - Gap), height, Ink.Spend, hint);
        }
    }

    private void DrawForecast(IChartSurface surface, ValueAxis axis, float slot)
    {
        if (_forecast.Count == 0) return;

        float start = Left + (report.Series.Count * slot);
        surface.Line(start, Top, start, Base, Ink.Text, isDashed: true);
        IEnumerable<(float, float)> upper = _forecast.Select((p, i) => (Middle(i), At(p.Upper)));
        IEnumerable<(float, float)> lower = _forecast.Select((p, i) => (Middle(i), At(p.Lower))).Reverse();
        surface.Area([.. upper, .. lower], Ink.Band);
        for (int i = 1; i < _forecast.Count; i++)
        {
            surface.Line(
                Middle(i - 1), At(_forecast[i - 1].Expected), Middle(i), At(_forecast[i].Expected), Ink.Forecast);
        }

        float Middle(int i) => start + ((i + 0.5f) * slot);
        float At(double value) => Base - axis.Place(value, Room);
    }

    private void DrawMarks(IChartSurface surface, ValueAxis axis, float slot)
    {
        var marked = new HashSet<int>();
        foreach (UsageAnomaly anomaly in report.Anomalies)
        {
            int i = IndexOf(anomaly.At);
            if (i < 0 || !marked.Add(i)) continue;

            float y = Base - axis.Place(Value(report.Series[i]), Room) - 3;
            surface.Mark(Left + ((i + 0.5f) * slot), y, Ink.Alarm, anomaly.Message);
        }
    }

    private int IndexOf(DateTimeOffset moment)
    {
        int found = -1;
        for (int i = 0; i < report.Series.Count && report.Series[i].Start <= moment; i++) found = i;
        return found;
    }

    private void DrawDates(IChartSurface surface, float slot)
    {
        string[] labels =
            [.. report.Series.Select(p => Label(p.Start)).Concat(_forecast.Select(p => Label(p.Start)))];
        int each = Math.Max(1, (int)Math.Ceiling((labels.Max(l => l.Length) + 2) * LetterWidth / slot));
        for (int i = 0; i < labels.Length; i += each)
            surface.Text(Left + ((i + 0.5f) * slot), Base + 14, labels[i], TextSide.Middle);
    }

    private void DrawLegend(IChartSurface surface)
    {
        float x = Left;
        surface.Bar(x, 3, 9, 9, Ink.Spend);
        surface.Text(x + 13, 11, "cost", TextSide.Right);
        x += 55;
        if (_forecast.Count > 0)
        {
            surface.Bar(x, 3, 9, 9, Ink.Band);
            surface.Line(x, 7.5f, x + 9, 7.5f, Ink.Forecast);
            surface.Text(x + 13, 11, "forecast, 95 %", TextSide.Right);
            x += 105;
        }

        if (report.Anomalies.Count == 0) return;
        surface.Mark(x + 4, 11, Ink.Alarm);
        surface.Text(x + 13, 11, "out of the ordinary", TextSide.Right);
    }

    private string Label(DateTimeOffset moment)
    {
        string format = report.Interval.Unit switch
        {
            TimeUnit.Hour => "HH:mm",
            TimeUnit.Month => "yyyy-MM",
            _ => "MM-dd",
        };
        return TimeZoneInfo.ConvertTime(moment, zone).ToString(format, CultureInfo.InvariantCulture);
    }
}
