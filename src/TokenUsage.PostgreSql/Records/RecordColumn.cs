using Npgsql;

namespace TokenUsage.PostgreSql.Records;

/// <summary>A column of <c>usage_record</c>: how it is called, and how records fill it.</summary>
internal abstract class RecordColumn(string name, string type)
{
    public string Name { get; } = name;

    /// <summary>Gets the type's name in SQL.</summary>
    public string Type { get; } = type;

    /// <summary>Makes a parameter of the values of all records.</summary>
    public abstract NpgsqlParameter ToArray(IReadOnlyList<StoredRecord> records);

    /// <summary>Writes the value of one record into a binary copy.</summary>
    public abstract Task WriteAsync(
        NpgsqlBinaryImporter importer, StoredRecord record, CancellationToken cancellationToken);
}
