using Npgsql;
using NpgsqlTypes;

namespace TokenUsage.PostgreSql.Records;

/// <summary>A column of text, or of JSON in its text form.</summary>
internal sealed class TextColumn(string name, string type, NpgsqlDbType dbType, Func<UsageRecord, string?> read)
    : RecordColumn(name, type)
{
    public override NpgsqlParameter ToArray(IReadOnlyList<StoredRecord> records)
    {
        var values = new string?[records.Count];
        for (int i = 0; i < values.Length; i++) values[i] = read(records[i].Record);
        return new NpgsqlParameter<string?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | dbType };
    }

    public override Task WriteAsync(
        NpgsqlBinaryImporter importer, StoredRecord record, CancellationToken cancellationToken) =>
        read(record.Record) is { } value
            ? importer.WriteAsync(value, dbType, cancellationToken) : importer.WriteNullAsync(cancellationToken);
}
