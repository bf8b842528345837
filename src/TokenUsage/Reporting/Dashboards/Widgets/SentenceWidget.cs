using System.Globalization;

namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>How things are, in a sentence.</summary>
internal sealed class SentenceWidget : IDashboardWidget
{
    private const decimal Notable = 0.01m;
    private const double Rounded = 100;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public string Name => "sentence";

    public int MinHeight => 1;

    public bool IsNarrow => false;

    public int MaxHeight(DashboardReading reading) => 1;

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height)
    {
        string start = $"{DashboardFigures.Cost(reading.Today)} today{Usual(reading)}";
        string alerts = reading.Alerts.Count switch { 0 => "no alert", 1 => "1 alert", var n => $"{n} alerts" };
        string text = $"{start}{Month(reading, "month ends at")}; ";
        if (TerminalText.CellsOf(text + alerts) > width) text = $"{start}{Month(reading, "month")}; ";
        DashboardLine line = new DashboardLine().Add(text).Add(
            alerts, reading.Alerts.Count == 0 ? DashboardTone.Normal : DashboardTone.Warning);

        // The clock is what a narrow screen can do without.
        string clock = $"{DashboardFigures.Clock(reading.At)} {reading.TimeZone}";
        int left = width - TerminalText.CellsOf(text + alerts);
        return TerminalText.CellsOf(clock) + 2 <= left
            ? [line.Add(TerminalText.Fit(clock, left, isRight: true), DashboardTone.Quiet)]
            : [line];
    }

    private static string Usual(DashboardReading reading)
    {
        if (reading.UsualUsd is not { } usual || usual <= 0 || reading.Today.PricedUsd is not { } today) return "";

        decimal change = (today - usual) / usual;
        string day = reading.At.ToString("dddd", Culture);
        if (Math.Abs(change) < Notable) return $", as on the usual {day}";

        string percent = Math.Abs(Math.Round(100 * change)).ToString("#,0", Culture);
        return $", {percent} % {(change > 0 ? "above" : "below")} the usual {day}";
    }

    private static string Month(DashboardReading reading, string words)
    {
        // Below what today cost already: there is no whole day yet to go by.
        if (reading.Month is not { } month || !double.IsFinite(month.Upper)) return "";
        if (month.Expected < (double)(reading.Today.PricedUsd ?? 0)) return "";

        double margin = (month.Upper - month.Lower) / 2;
        string digits = month.Expected >= Rounded ? "#,0" : "#,0.00";
        string expected = month.Expected.ToString(digits, Culture);
        return $"; {words} ${expected} ± {margin.ToString(digits, Culture)}";
    }
}
