using System.Runtime.CompilerServices;
using Npgsql;

namespace TokenUsage.PostgreSql.Records;

/// <summary>Inserts records whose id is new, inside the caller's transaction.</summary>
internal sealed class RecordInsert
{
    /// <summary>From how many records on a copy into a temporary table is faster than arrays.</summary>
    public const int CopyFrom = 2_000;

    // What is older than retention keeps was counted already, and its id may be forgotten.
    private const string RecordsFrom =
        "(SELECT $schema$.instant(value) FROM $schema$.store_info WHERE name = 'records_from')";

    private readonly string _insert;
    private readonly string _createBatch;
    private readonly string _copy;
    private readonly string _move;
    private readonly string _digests;

    public RecordInsert(Database database)
    {
        string arrays = string.Join(", ", RecordColumns.All.Select((c, i) => $"${i + 1}::{c.Type}[]"));
        _insert = database.Sql(
            $"""
            INSERT INTO $schema$.usage_record ({RecordColumns.Names})
            SELECT * FROM unnest({arrays}) AS r ({RecordColumns.Names})
            WHERE started_at >= {RecordsFrom} ON CONFLICT DO NOTHING RETURNING id
            """);
        _copy = $"COPY usage_record_batch ({RecordColumns.Names}) FROM STDIN (FORMAT BINARY)";
        _move = database.Sql(
            $"""
            INSERT INTO $schema$.usage_record ({RecordColumns.Names})
            SELECT {RecordColumns.Names} FROM usage_record_batch WHERE started_at >= {RecordsFrom}
            ORDER BY day, id ON CONFLICT DO NOTHING RETURNING id
            """);
        _digests = database.Sql(
            """
            SELECT r.id, r.digest FROM unnest($1, $2) AS k (day, id)
            JOIN $schema$.usage_record r ON r.day = k.day AND r.id = k.id
            """);
        _createBatch = database.Sql(
            """
            CREATE TEMPORARY TABLE IF NOT EXISTS usage_record_batch (LIKE $schema$.usage_record) ON COMMIT DELETE ROWS
            """);
    }

    /// <summary>Inserts records.</summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="records">Sorted by day and id, each id once: two writers then never wait for each other in a circle.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The ids that were inserted.</returns>
    public async Task<HashSet<Guid>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        bool isCopied = records.Count >= CopyFrom;
        if (isCopied) await CopyAsync(connection, records, cancellationToken).ConfigureAwait(false);
        var command = new NpgsqlCommand(isCopied ? _move : _insert, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        if (!isCopied)
        {
            foreach (RecordColumn column in RecordColumns.All) command.Parameters.Add(column.ToArray(records));
        }

        var inserted = new HashSet<Guid>(records.Count);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) inserted.Add(reader.GetGuid(0));
        return inserted;
    }

    /// <summary>Reads the digests of records that were there before.</summary>
    public async Task<Dictionary<Guid, long>> ReadDigestsAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(_digests, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add<DateOnly[]>(command.Parameters, [.. records.Select(r => r.Day)]);
        DimensionSql.Add<Guid[]>(command.Parameters, [.. records.Select(r => r.Record.Id)]);

        var digests = new Dictionary<Guid, long>();
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            digests[reader.GetGuid(0)] = reader.GetInt64(1);
        }

        return digests;
    }

    private async Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        var create = new NpgsqlCommand(_createBatch, connection);
        await using ConfiguredAsyncDisposable closing = create.ConfigureAwait(false);
        await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        NpgsqlBinaryImporter importer = await connection.BeginBinaryImportAsync(_copy, cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingImporter = importer.ConfigureAwait(false);
        foreach (StoredRecord record in records)
        {
            await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
            foreach (RecordColumn column in RecordColumns.All)
            {
                await column.WriteAsync(importer, record, cancellationToken).ConfigureAwait(false);
            }
        }

        await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
