namespace TokenUsage;

/// <summary>A report in one format.</summary>
/// <param name="Name">The file's name: <c>month-2026-03-01.pdf</c>.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ReportFile(string Name, string MediaType, ReadOnlyMemory<byte> Content);
