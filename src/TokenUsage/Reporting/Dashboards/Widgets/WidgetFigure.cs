namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>A number, how it changed, and how it went.</summary>
internal sealed record WidgetFigure(string Name, string Value, string Change, IReadOnlyList<double> Course);
