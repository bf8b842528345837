using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>Reads the cells of one cube: those merged, then those of the latest batches.</summary>
internal sealed class RollupReader(Database database, CubeList cubes, KeyTable keys)
{
    private const string Merged =
        """
        SELECT r.slice, k.texts, r.cell FROM $schema$.rollup r JOIN $schema$.rollup_key k ON k.id = r.key
        WHERE r.cube = $1 AND r.grain = $2 AND r.slice >= $3 AND r.slice < $4
        """;

    private const string Lists =
        """
        SELECT keys FROM $schema$.rollup_keys WHERE cube = $1 AND grain = $2 AND slice >= $3 AND slice < $4
        """;

    private const string Keys =
        """
        SELECT DISTINCT key FROM $schema$.rollup WHERE cube = $1 AND grain = $2 AND slice >= $3 AND slice < $4
        """;

    private const string Tail =
        "SELECT cells FROM $schema$.rollup_tail WHERE cube = $1 AND last_slice >= $2 AND first_slice < $3";

    private static readonly RollupCell NoCell = new();

    public IAsyncEnumerable<RollupRow> ReadAsync(
        NpgsqlConnection connection, RollupRead read, CancellationToken cancellationToken) => read.KeysOnly
            ? ReadKeysAsync(connection, read, cancellationToken) : ReadCellsAsync(connection, read, cancellationToken);

    private async IAsyncEnumerable<RollupRow> ReadCellsAsync(
        NpgsqlConnection connection, RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cell = new RollupCell();
        var merged = new NpgsqlCommand { Connection = connection };
        await using ConfiguredAsyncDisposable closing = merged.ConfigureAwait(false);
        AddRange(merged, read);
        merged.CommandText = database.Sql(Merged) + Conditions(read, merged.Parameters);
        NpgsqlDataReader reader = await merged.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                cell.Clear();
                cell.Merge(reader.GetFieldValue<byte[]>(2));
                yield return new RollupRow(
                    RollupGrid.StartOf(reader.GetInt64(0), read.Grain), reader.GetFieldValue<string?[]>(1), cell);
            }
        }

        await foreach ((CellPlace place, ReadOnlyMemory<byte> bytes) in
            ReadTailAsync(connection, read, cancellationToken).ConfigureAwait(false))
        {
            cell.Clear();
            cell.Merge(bytes.Span);
            yield return new RollupRow(
                RollupGrid.StartOf(place.Slice, RollupGrain.QuarterHour), place.Key.ToArray(), cell);
        }
    }

    private async IAsyncEnumerable<RollupRow> ReadKeysAsync(
        NpgsqlConnection connection, RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool hasLists = CubeList.HasKeyLists(read.Cube);
        var numbers = new HashSet<long>();
        var command = new NpgsqlCommand(database.Sql(hasLists ? Lists : Keys), connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        AddRange(command, read);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (hasLists) KeyLists.Read(reader.GetFieldValue<byte[]>(0), numbers);
                else numbers.Add(reader.GetInt64(0));
            }
        }

        IReadOnlyDictionary<long, string?[]> texts = await keys.ReadAsync(connection, numbers, cancellationToken)
            .ConfigureAwait(false);
        foreach (long number in numbers)
        {
            if (texts.TryGetValue(number, out string?[]? key)) yield return new RollupRow(read.From, key, NoCell);
        }

        var seen = new HashSet<RollupKey>();
        await foreach ((CellPlace place, _) in ReadTailAsync(connection, read, cancellationToken).ConfigureAwait(false))
        {
            if (seen.Add(place.Key)) yield return new RollupRow(read.From, place.Key.ToArray(), NoCell);
        }
    }

    private async IAsyncEnumerable<(CellPlace Place, ReadOnlyMemory<byte> Cell)> ReadTailAsync(
        NpgsqlConnection connection, RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long from = RollupGrid.SliceOf(read.From, RollupGrain.QuarterHour);
        long to = RollupGrid.SliceOf(read.To, RollupGrain.QuarterHour);
        var command = new NpgsqlCommand(database.Sql(Tail), connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, cubes.NumberOf(read.Cube));
        DimensionSql.Add(command.Parameters, from);
        DimensionSql.Add(command.Parameters, to);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> blob = reader.GetFieldValue<byte[]>(0);
            for (int offset = 0; offset < blob.Length;)
            {
                CellPlace place = TailCodec.Next(
                    blob, ref offset, read.Cube.Dimensions.Count, out ReadOnlyMemory<byte> cell);
                if (place.Slice >= from && place.Slice < to) yield return (place, cell);
            }
        }
    }

    private void AddRange(NpgsqlCommand command, RollupRead read)
    {
        DimensionSql.Add(command.Parameters, cubes.NumberOf(read.Cube));
        DimensionSql.Add(command.Parameters, (short)read.Grain);
        DimensionSql.Add(command.Parameters, RollupGrid.SliceOf(read.From, read.Grain));
        DimensionSql.Add(command.Parameters, RollupGrid.SliceOf(read.To, read.Grain));
    }

    private static string Conditions(RollupRead read, NpgsqlParameterCollection parameters)
    {
        var sql = new StringBuilder();
        foreach (UsageFilter filter in read.Where)
        {
            int place = read.Cube.IndexOf(filter.Dimension) + 1; // arrays of the server begin at 1
            if (place == 0) continue;
            sql.Append(" AND ").Append(DimensionSql.Condition($"k.texts[{place}]", filter, parameters));
        }

        return sql.ToString();
    }
}
