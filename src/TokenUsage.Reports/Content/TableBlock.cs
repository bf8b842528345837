namespace TokenUsage.Reports.Content;

/// <summary>A table with a caption.</summary>
internal sealed record TableBlock(
    string Caption, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock;
