namespace TokenUsage.Reports.Content;

/// <summary>A column: its head, its share of the width, and whether it holds numbers.</summary>
internal sealed record TableColumn(string Name, float Share, bool IsNumber = false);
