using Npgsql;
using NpgsqlTypes;

namespace TokenUsage.PostgreSql.Records;

/// <summary>A column of numbers, times or ids, any of which may be missing.</summary>
internal sealed class ValueColumn<T>(string name, string type, NpgsqlDbType dbType, Func<StoredRecord, T?> read)
    : RecordColumn(name, type)
    where T : struct
{
    public override NpgsqlParameter ToArray(IReadOnlyList<StoredRecord> records)
    {
        var values = new T?[records.Count];
        for (int i = 0; i < values.Length; i++) values[i] = read(records[i]);
        return new NpgsqlParameter<T?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | dbType };
    }

    public override Task WriteAsync(
        NpgsqlBinaryImporter importer, StoredRecord record, CancellationToken cancellationToken) =>
        read(record) is { } value
            ? importer.WriteAsync(value, dbType, cancellationToken) : importer.WriteNullAsync(cancellationToken);
}
