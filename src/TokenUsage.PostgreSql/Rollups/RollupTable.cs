using System.Buffers;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using TokenUsage.PostgreSql.Records;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>Adds sorted cells to those that the table of rollups holds.</summary>
internal sealed class RollupTable(Database database)
{
    private readonly RollupCell _cell = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly string _find = database.Sql(
        """
        SELECT r.slice, r.key, r.cell FROM unnest($3, $4) AS p (slice, key)
        JOIN $schema$.rollup r ON r.cube = $1 AND r.grain = $2 AND r.slice = p.slice AND r.key = p.key
        """);

    private readonly string _put = database.Sql(
        """
        INSERT INTO $schema$.rollup (cube, grain, slice, key, cell)
        SELECT $1, $2, p.slice, p.key, p.cell FROM unnest($3, $4, $5) AS p (slice, key, cell)
        ON CONFLICT (cube, grain, slice, key) DO UPDATE SET cell = excluded.cell
        """);

    public async Task MergeAsync(
        NpgsqlConnection connection,
        short cube,
        RollupGrain grain,
        ReadOnlyMemory<TailEntry> entries,
        CancellationToken cancellationToken)
    {
        if (entries.IsEmpty) return;
        (long[] slices, long[] keys, int[] counts) = Group(entries.Span);
        Dictionary<(long Slice, long Key), byte[]> stored = await FindAsync(
            connection, cube, grain, slices, keys, cancellationToken).ConfigureAwait(false);
        byte[][] cells = Merge(entries.Span, counts, stored);

        var command = new NpgsqlCommand(_put, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        AddPlaces(command, cube, grain, slices, keys);
        command.Parameters.Add(new NpgsqlParameter<byte[][]>
        {
            TypedValue = cells,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static (long[] Slices, long[] Keys, int[] Counts) Group(ReadOnlySpan<TailEntry> entries)
    {
        var slices = new List<long>();
        var keys = new List<long>();
        var counts = new List<int>();
        foreach (ref readonly TailEntry entry in entries)
        {
            if (counts.Count > 0 && slices[^1] == entry.Slice && keys[^1] == entry.Key)
            {
                counts[^1]++;
                continue;
            }

            slices.Add(entry.Slice);
            keys.Add(entry.Key);
            counts.Add(1);
        }

        return ([.. slices], [.. keys], [.. counts]);
    }

    private static void AddPlaces(NpgsqlCommand command, short cube, RollupGrain grain, long[] slices, long[] keys)
    {
        DimensionSql.Add(command.Parameters, cube);
        DimensionSql.Add(command.Parameters, (short)grain);
        DimensionSql.Add(command.Parameters, slices);
        DimensionSql.Add(command.Parameters, keys);
    }

    private async Task<Dictionary<(long Slice, long Key), byte[]>> FindAsync(
        NpgsqlConnection connection,
        short cube,
        RollupGrain grain,
        long[] slices,
        long[] keys,
        CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(_find, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        AddPlaces(command, cube, grain, slices, keys);
        var stored = new Dictionary<(long Slice, long Key), byte[]>();
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            stored.Add((reader.GetInt64(0), reader.GetInt64(1)), reader.GetFieldValue<byte[]>(2));
        }

        return stored;
    }

    // Most cells of many users are new and hold one call: they move as they are.
    private byte[][] Merge(
        ReadOnlySpan<TailEntry> entries, int[] counts, Dictionary<(long Slice, long Key), byte[]> stored)
    {
        var cells = new byte[counts.Length][];
        for (int i = 0; i < cells.Length; i++)
        {
            ref readonly TailEntry first = ref entries[0];
            byte[]? before = stored.GetValueOrDefault((first.Slice, first.Key));
            cells[i] = before is null && counts[i] == 1 ? first.Cell.ToArray() : Sum(before, entries[..counts[i]]);
            entries = entries[counts[i]..];
        }

        return cells;
    }

    private byte[] Sum(byte[]? before, ReadOnlySpan<TailEntry> entries)
    {
        _cell.Clear();
        if (before is not null) _cell.Merge(before);
        foreach (ref readonly TailEntry entry in entries) _cell.Merge(entry.Cell.Span);
        _scratch.ResetWrittenCount();
        _cell.Encode(_scratch);
        return _scratch.WrittenSpan.ToArray();
    }
}
