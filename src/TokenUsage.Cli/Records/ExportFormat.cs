namespace TokenUsage.Cli.Records;

/// <summary>How records are written.</summary>
internal enum ExportFormat
{
    Jsonl,
    Json,
    Csv,
}
