using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace TokenUsage.PostgreSql.Records;

/// <summary>Finds records by their ids and gives them another cost, inside the caller's transaction.</summary>
internal sealed class CostUpdate
{
    private readonly string _find;
    private readonly string _update;

    public CostUpdate(Database database)
    {
        string names = string.Join(", ", RecordColumns.All.Select(column => "r." + column.Name));

        // Locked in the order in which every writer sorts: two corrections never wait for each other in a circle.
        _find = database.Sql(
            $"""
            SELECT {names} FROM unnest($1, $2) AS k (day, id)
            JOIN $schema$.usage_record r ON r.day = k.day AND r.id = k.id
            ORDER BY r.day, r.id FOR UPDATE OF r
            """);
        _update = database.Sql(
            """
            UPDATE $schema$.usage_record SET cost_status = $3, usd = $4, input_usd = $5, output_usd = $6, list_usd = $7,
                billed_usd = $8, price_version = $9, price_match = $10
            WHERE day = $1 AND id = $2
            """);
    }

    public async Task<Dictionary<Guid, UsageRecord>> FindAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(_find, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add<DateOnly[]>(command.Parameters, [.. ids.Select(StoredRecord.DayOf)]);
        DimensionSql.Add<Guid[]>(command.Parameters, [.. ids]);
        var found = new Dictionary<Guid, UsageRecord>(ids.Count);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        var row = new RecordRow(reader);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            UsageRecord record = row.Read();
            found[record.Id] = record;
        }

        return found;
    }

    /// <summary>Writes costs. The digests stay those of the records as they were offered.</summary>
    public async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using ConfiguredAsyncDisposable closing = batch.ConfigureAwait(false);
        foreach (UsageRecord record in records) batch.BatchCommands.Add(Update(record));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlBatchCommand Update(UsageRecord record)
    {
        Cost cost = record.Cost;
        var command = new NpgsqlBatchCommand(_update);
        NpgsqlParameterCollection parameters = command.Parameters;
        DimensionSql.Add(parameters, StoredRecord.DayOf(record.Id));
        DimensionSql.Add(parameters, record.Id);
        DimensionSql.Add(parameters, (short)cost.Status);
        foreach (decimal? amount in (decimal?[])[cost.Usd, cost.InputUsd, cost.OutputUsd, cost.ListUsd, cost.BilledUsd])
            AddNullable(parameters, amount, NpgsqlDbType.Numeric);
        AddNullable(parameters, cost.PriceVersion, NpgsqlDbType.Text);
        AddNullable(parameters, cost.PriceMatch, NpgsqlDbType.Text);
        return command;
    }

    private static void AddNullable(NpgsqlParameterCollection parameters, object? value, NpgsqlDbType type) =>
        parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
