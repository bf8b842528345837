namespace TokenUsage;

/// <summary>What one look at the report schedules did.</summary>
/// <param name="Made">The paths of the files that were made.</param>
/// <param name="Sent">How many reports sinks took.</param>
/// <param name="Failed">How many reports could not be made or were not taken; they are tried again.</param>
/// <param name="Deleted">How many old reports left the archive.</param>
public sealed record ReportRun(IReadOnlyList<string> Made, int Sent, int Failed, int Deleted);
