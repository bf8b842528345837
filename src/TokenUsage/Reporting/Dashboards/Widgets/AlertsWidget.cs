using System.Globalization;

namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>The alerts that hold.</summary>
internal sealed class AlertsWidget : IDashboardWidget
{
    private const int SeverityWidth = 9;
    private const int MostLines = 8;

    public string Name => "alerts";

    public int MinHeight => 2;

    public bool IsNarrow => true;

    public int MaxHeight(DashboardReading reading) => 1 + Math.Clamp(reading.Alerts.Count, 1, MostLines);

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height)
    {
        List<DashboardLine> lines = [WidgetLines.Heading($"Alerts ({reading.Alerts.Count})", width)];
        if (reading.Alerts.Count == 0) lines.Add(DashboardLine.Of("None holds.", DashboardTone.Good));
        foreach (Alert alert in reading.Alerts.Take(height - 1))
        {
            DashboardTone tone =
                alert.Severity == AlertSeverity.Critical ? DashboardTone.Critical : DashboardTone.Warning;
            DateTimeOffset raised = alert.RaisedAt.ToOffset(reading.At.Offset);
            lines.Add(new DashboardLine()
                .Add(TerminalText.Fit(alert.Severity.ToString(), SeverityWidth), tone)
                .Add(raised.ToString("MM-dd HH:mm ", CultureInfo.InvariantCulture), DashboardTone.Quiet)
                .Add(alert.Message));
        }

        return lines;
    }
}
