namespace TokenUsage.Cli.Records;

/// <summary>Writes records in one format, one after the other.</summary>
internal interface IRecordWriter
{
    void Begin(TextWriter output);

    /// <returns><see langword="false"/> when the format has no room for this record.</returns>
    bool Write(UsageRecord record, TextWriter output);

    void End(TextWriter output);
}
