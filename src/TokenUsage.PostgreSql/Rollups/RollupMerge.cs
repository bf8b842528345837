using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>Moves the rollups of the latest batches into the table of quarter-hours and days.</summary>
/// <remarks>One process at a time: who finds another at it goes on without, since that one takes these batches too.</remarks>
internal sealed class RollupMerge(Database database, CubeList cubes, KeyTable keys)
{
    /// <summary>How many batches of one process come between two merges.</summary>
    public const int Every = 64;

    /// <summary>Waits until no merge is under way, and keeps others from beginning one until the transaction ends.</summary>
    public const string LockSql = "SELECT pg_advisory_xact_lock(hashtext('$schema$'), 3)";

    private const int MostBatches = 512;

    private readonly string _lock = database.Sql("SELECT pg_try_advisory_xact_lock(hashtext('$schema$'), 3)");
    private readonly string _batches = database.Sql(
        "SELECT batch FROM $schema$.rollup_tail WHERE cube = $1 ORDER BY batch LIMIT $2");

    private readonly string _tail = database.Sql(
        "SELECT cells FROM $schema$.rollup_tail WHERE cube = $1 AND batch = ANY ($2)");

    private readonly string _clear = database.Sql(
        """
        WITH gone AS (DELETE FROM $schema$.rollup_tail WHERE batch = ANY ($1))
        UPDATE $schema$.store_info SET value = value + cardinality($1) WHERE name = 'version'
        """);

    private readonly RollupTable _table = new(database);
    private int _isMerging; // looked at before the lock in the database: it spares a connection

    /// <summary>Merges what there is, in a transaction of its own.</summary>
    /// <returns><see langword="false"/> when another process is merging.</returns>
    public async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isMerging, 1) == 1) return false;
        try
        {
            return await RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isMerging, 0);
        }
    }

    private async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable rollingBack = transaction.ConfigureAwait(false);
        var guard = new NpgsqlCommand(_lock, connection);
        await using ConfiguredAsyncDisposable closingGuard = guard.ConfigureAwait(false);
        if (await guard.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true) return false;

        await MergeOnceAsync(connection, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Merges all there is inside the caller's transaction, which holds the lock of <see cref="LockSql"/>.</summary>
    public async Task MergeAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (await MergeOnceAsync(connection, cancellationToken).ConfigureAwait(false))
        {
        }
    }

    private async Task<bool> MergeOnceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        long[] batches = await ReadBatchesAsync(connection, cancellationToken).ConfigureAwait(false);
        if (batches.Length == 0) return false;

        var numbers = new Dictionary<RollupKey, long>();
        for (int cube = 0; cube < cubes.Cubes.Count; cube++)
        {
            TailEntry[] entries = await ReadTailAsync(connection, cube, batches, numbers, cancellationToken)
                .ConfigureAwait(false);
            await MergeAsync(connection, cube, RollupGrain.QuarterHour, entries, cancellationToken)
                .ConfigureAwait(false);
            for (int i = 0; i < entries.Length; i++) entries[i] = entries[i].OfDay();
            await MergeAsync(connection, cube, RollupGrain.Day, entries, cancellationToken).ConfigureAwait(false);
        }

        var clear = new NpgsqlCommand(_clear, connection);
        await using ConfiguredAsyncDisposable closing = clear.ConfigureAwait(false);
        DimensionSql.Add(clear.Parameters, batches);
        await clear.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Fixed at the first look: batches that arrive meanwhile are left for the next merge.
    private async Task<long[]> ReadBatchesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(_batches, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, cubes.NumberOf(UsageCube.Totals));
        DimensionSql.Add(command.Parameters, (long)MostBatches);
        var batches = new List<long>();
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) batches.Add(reader.GetInt64(0));
        return [.. batches];
    }

    private async Task<TailEntry[]> ReadTailAsync(
        NpgsqlConnection connection,
        int cube,
        long[] batches,
        Dictionary<RollupKey, long> numbers,
        CancellationToken cancellationToken)
    {
        var cells = new List<(CellPlace Place, ReadOnlyMemory<byte> Cell)>();
        var command = new NpgsqlCommand(_tail, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, cubes.NumberAt(cube));
        DimensionSql.Add(command.Parameters, batches);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                ReadOnlyMemory<byte> blob = reader.GetFieldValue<byte[]>(0);
                for (int offset = 0; offset < blob.Length;)
                {
                    CellPlace place = TailCodec.Next(
                        blob, ref offset, cubes.Cubes[cube].Dimensions.Count, out ReadOnlyMemory<byte> cell);
                    cells.Add((place, cell));
                }
            }
        }

        await keys.NumberAsync(connection, cells.Select(c => c.Place.Key).ToHashSet(), numbers, cancellationToken)
            .ConfigureAwait(false);
        return [.. cells.Select(c => new TailEntry(c.Place.Slice, numbers[c.Place.Key], c.Cell))];
    }

    private async Task MergeAsync(
        NpgsqlConnection connection,
        int cube,
        RollupGrain grain,
        TailEntry[] entries,
        CancellationToken cancellationToken)
    {
        Array.Sort(entries);
        await _table.MergeAsync(connection, cubes.NumberAt(cube), grain, entries, cancellationToken)
            .ConfigureAwait(false);
        if (!CubeList.HasKeyLists(cubes.Cubes[cube])) return;
        await KeyLists.AddAsync(connection, database, cubes.NumberAt(cube), grain, entries, cancellationToken)
            .ConfigureAwait(false);
    }
}
