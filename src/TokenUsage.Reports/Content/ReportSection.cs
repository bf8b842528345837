namespace TokenUsage.Reports.Content;

/// <summary>A chapter of a report. The anchor is what the contents lead to.</summary>
internal sealed record ReportSection(string Title, string Anchor, IReadOnlyList<ReportBlock> Blocks);
