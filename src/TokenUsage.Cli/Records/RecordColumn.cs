namespace TokenUsage.Cli.Records;

/// <summary>One member of an exported record.</summary>
/// <param name="Name">Its name, in JSON and in the first line of CSV.</param>
/// <param name="Kind">What its text is.</param>
/// <param name="ValueOf">Its text; <see langword="null"/> where the record has none.</param>
internal sealed record RecordColumn(string Name, ColumnKind Kind, Func<UsageRecord, string?> ValueOf);
