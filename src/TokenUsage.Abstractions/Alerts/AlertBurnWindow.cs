namespace TokenUsage;

/// <summary>A pair of windows in both of which a budget must burn faster than the factor.</summary>
/// <param name="Length">The window that says it matters.</param>
/// <param name="Recent">The window that says it goes on: the alert ends soon after its cause does.</param>
/// <param name="Factor">How many times the pace at which the budget would last exactly the month.</param>
/// <param name="Severity">How urgent that is.</param>
/// <remarks>The method and its usual numbers: The Site Reliability Workbook, chapter 5, "Alerting on SLOs".</remarks>
public readonly record struct AlertBurnWindow(TimeSpan Length, TimeSpan Recent, decimal Factor, AlertSeverity Severity);
