namespace TokenUsage.Cli.Records;

/// <summary>How a column's text is to be read.</summary>
internal enum ColumnKind
{
    Text,
    Number,

    /// <summary>A JSON object.</summary>
    Json,
}
