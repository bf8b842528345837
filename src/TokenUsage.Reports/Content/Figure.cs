namespace TokenUsage.Reports.Content;

/// <summary>A number that is read first, with what it is and how it changed.</summary>
internal sealed record Figure(string Name, string Value, string Note);
