using System.Buffers;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Upkeep;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>Keeps, for the users, who appears in a slice: one short value, so that counting them reads no cells.</summary>
internal static class KeyLists
{
    private const string Find =
        "SELECT slice, keys FROM $schema$.rollup_keys WHERE cube = $1 AND grain = $2 AND slice = ANY ($3)";

    private const string Put =
        """
        INSERT INTO $schema$.rollup_keys (cube, grain, slice, keys)
        SELECT $1, $2, l.slice, l.keys FROM unnest($3, $4) AS l (slice, keys)
        ON CONFLICT (cube, grain, slice) DO UPDATE SET keys = excluded.keys
        """;

    /// <summary>Reads a list into a set.</summary>
    public static void Read(ReadOnlySpan<byte> list, ISet<long> keys)
    {
        long key = 0;
        while (!list.IsEmpty) keys.Add(key += Varint.Read(ref list)); // kept as differences, which are small
    }

    /// <summary>Adds the keys of cells to the lists of their slices.</summary>
    public static async Task AddAsync(
        NpgsqlConnection connection,
        Database database,
        short cube,
        RollupGrain grain,
        TailEntry[] entries,
        CancellationToken cancellationToken)
    {
        var lists = new Dictionary<long, SortedSet<long>>();
        foreach (TailEntry entry in entries)
        {
            if (!lists.TryGetValue(entry.Slice, out SortedSet<long>? list)) lists.Add(entry.Slice, list = []);
            list.Add(entry.Key);
        }

        if (lists.Count == 0) return;
        var find = new NpgsqlCommand(database.Sql(Find), connection);
        await using ConfiguredAsyncDisposable closing = find.ConfigureAwait(false);
        AddPlace(find, cube, grain, [.. lists.Keys]);
        NpgsqlDataReader reader = await find.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                Read(reader.GetFieldValue<byte[]>(1), lists[reader.GetInt64(0)]);
            }
        }

        var put = new NpgsqlCommand(database.Sql(Put), connection);
        await using ConfiguredAsyncDisposable closingPut = put.ConfigureAwait(false);
        AddPlace(put, cube, grain, [.. lists.Keys]);
        put.Parameters.Add(new NpgsqlParameter<byte[][]>
        {
            TypedValue = [.. lists.Values.Select(Write)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        });
        await put.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts other keys into the place of some, in all lists of a cube.</summary>
    public static async Task ReplaceAsync(
        Sql sql, short cube, long[] before, long[] after, CancellationToken cancellationToken)
    {
        List<(short Grain, long Slice, byte[] Keys)> lists = await sql.ReadAsync(
            "SELECT grain, slice, keys FROM $schema$.rollup_keys WHERE cube = $1",
            parameters => DimensionSql.Add(parameters, cube),
            row => (row.GetInt16(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)),
            cancellationToken).ConfigureAwait(false);
        foreach ((short grain, long slice, byte[] list) in lists)
        {
            var keys = new SortedSet<long>();
            Read(list, keys);
            bool isChanged = false;
            for (int i = 0; i < before.Length; i++) isChanged |= keys.Remove(before[i]) && keys.Add(after[i]);
            if (!isChanged) continue;
            await sql.RunAsync(
                "UPDATE $schema$.rollup_keys SET keys = $4 WHERE cube = $1 AND grain = $2 AND slice = $3",
                parameters =>
                {
                    DimensionSql.Add(parameters, cube);
                    DimensionSql.Add(parameters, grain);
                    DimensionSql.Add(parameters, slice);
                    DimensionSql.Add(parameters, Write(keys));
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static void AddPlace(NpgsqlCommand command, short cube, RollupGrain grain, long[] slices)
    {
        DimensionSql.Add(command.Parameters, cube);
        DimensionSql.Add(command.Parameters, (short)grain);
        DimensionSql.Add(command.Parameters, slices);
    }

    private static byte[] Write(SortedSet<long> keys)
    {
        var output = new ArrayBufferWriter<byte>();
        long last = 0;
        foreach (long key in keys)
        {
            Varint.Write(output, key - last);
            last = key;
        }

        return output.WrittenSpan.ToArray();
    }
}
