namespace TokenUsage.Admission;

/// <summary>The values of a quota's dimensions, as a key that needs no joined string.</summary>
internal readonly record struct SubjectKey(string? First, string? Second, string? Third, string? Fourth);
