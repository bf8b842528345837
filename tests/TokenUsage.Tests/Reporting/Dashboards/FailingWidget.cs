namespace TokenUsage.Tests.Reporting.Dashboards;

internal sealed class FailingWidget : IDashboardWidget
{
    public string Name => "failing";

    public int MinHeight => 1;

    public bool IsNarrow => false;

    public int MaxHeight(DashboardReading reading) => 1;

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height) =>
        throw new InvalidOperationException();
}
