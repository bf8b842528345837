namespace TokenUsage.Reports.Content;

/// <summary>A part of a section, before it is set as HTML or on a page.</summary>
internal abstract record ReportBlock;
