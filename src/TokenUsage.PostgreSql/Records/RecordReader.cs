using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Records;

/// <summary>Reads records in the order of their position, filtered by the server.</summary>
internal static class RecordReader
{
    public static async IAsyncEnumerable<UsageRecord> ReadAsync(
        NpgsqlConnection connection,
        Database database,
        RecordRead read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand { Connection = connection };
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        command.CommandText = Write(database, read, command.Parameters);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        var row = new RecordRow(reader);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) yield return row.Read();
    }

    private static string Write(Database database, RecordRead read, NpgsqlParameterCollection parameters)
    {
        var sql = new StringBuilder(database.Sql($"SELECT {RecordColumns.Names} FROM $schema$.usage_record"));
        sql.Append(" WHERE (started_at, started_ticks) >= ").Append(Place(parameters, read.From));
        sql.Append(" AND (started_at, started_ticks) < ").Append(Place(parameters, read.To));
        if (read.After is { } after)
        {
            (DateTime micros, short ticks) = StoredRecord.Split(after.StartedAt);
            sql.Append(" AND (started_at, started_ticks, id) > (")
                .Append(DimensionSql.Add(parameters, micros)).Append(", ")
                .Append(DimensionSql.Add(parameters, ticks)).Append(", ")
                .Append(DimensionSql.Add(parameters, after.Id)).Append(')');
        }

        foreach (UsageFilter filter in read.Where)
        {
            string expression = DimensionSql.Of(filter.Dimension, parameters);
            sql.Append(" AND ").Append(DimensionSql.Condition(expression, filter, parameters));
        }

        sql.Append(" ORDER BY started_at, started_ticks, id");
        if (read.Limit is { } limit) sql.Append(" LIMIT ").Append(DimensionSql.Add(parameters, (long)limit));
        return sql.ToString();
    }

    private static string Place(NpgsqlParameterCollection parameters, DateTimeOffset at)
    {
        (DateTime micros, short ticks) = StoredRecord.Split(at);
        return $"({DimensionSql.Add(parameters, micros)}, {DimensionSql.Add(parameters, ticks)})";
    }
}
