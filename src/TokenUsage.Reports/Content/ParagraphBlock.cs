namespace TokenUsage.Reports.Content;

/// <summary>Text that is broken into lines.</summary>
internal sealed record ParagraphBlock(string Text) : ReportBlock;
