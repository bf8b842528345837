namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>How far the numbers of the last 24 hours can be trusted.</summary>
internal sealed class CoverageWidget : IDashboardWidget
{
    public string Name => "coverage";

    public int MinHeight => 1;

    public bool IsNarrow => false;

    public int MaxHeight(DashboardReading reading) => 1;

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height)
    {
        Coverage coverage = reading.Last.Coverage;
        string text = $"{DashboardFigures.Count(coverage.ReportedCalls)} calls reported, "
            + $"{DashboardFigures.Count(coverage.EstimatedCalls)} estimated (≈), "
            + $"{DashboardFigures.Count(coverage.UnpricedCalls)} unpriced (+?)";
        if (reading.Pending > 0) text += $", {DashboardFigures.Count(reading.Pending)} on their way";
        return [DashboardLine.Of(text, DashboardTone.Quiet)];
    }
}
