namespace TokenUsage.Reporting.Dashboards;

/// <summary>One widget, or two side by side, and the lines they get.</summary>
internal sealed class DashboardRow(IDashboardWidget left, IDashboardWidget? right)
{
    public IDashboardWidget Left { get; } = left;

    public IDashboardWidget? Right { get; } = right;

    public int Height { get; set; }

    public int MinHeight => Math.Max(1, Math.Max(Left.MinHeight, Right?.MinHeight ?? 0));

    public int MaxHeight(DashboardReading reading) =>
        Math.Max(Left.MaxHeight(reading), Right?.MaxHeight(reading) ?? 0);
}
