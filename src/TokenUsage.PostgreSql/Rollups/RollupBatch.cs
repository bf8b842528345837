using System.Buffers;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using TokenUsage.PostgreSql.Records;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>Sums up a batch by cube and quarter-hour, and writes one row a cube.</summary>
/// <remarks>
/// A row for each touched cell would have to be locked, and two processes with the same users would wait for each other.
/// Rows of their own never meet.
/// </remarks>
internal sealed class RollupBatch
{
    private readonly CubeList _cubes;
    private readonly int[] _named;
    private readonly Dictionary<CellPlace, RollupCell>[] _cells;
    private long _firstSlice = long.MaxValue;
    private long _lastSlice = long.MinValue;

    public RollupBatch(CubeList cubes)
    {
        _cubes = cubes;
        _named = [.. cubes.Cubes.Select(NamedDimension)];
        _cells = [.. cubes.Cubes.Select(_ => new Dictionary<CellPlace, RollupCell>())];
    }

    /// <summary>Adds a record.</summary>
    /// <exception cref="OverflowException">A sum does not fit.</exception>
    public void Add(UsageRecord record)
    {
        var sample = new RollupSample(record);
        long slice = Touch(record);
        for (int cube = 0; cube < _cells.Length; cube++) CellAt(cube, slice, record).Add(sample);
    }

    /// <summary>Adds the difference that another cost of a stored record makes.</summary>
    public void Correct(UsageRecord before, UsageRecord after)
    {
        var old = new RollupSample(before);
        var young = new RollupSample(after);
        long slice = Touch(after);
        for (int cube = 0; cube < _cells.Length; cube++) CellAt(cube, slice, after).Correct(old, young);
    }

    /// <summary>Writes what was added, inside the caller's transaction.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, string insert, CancellationToken cancellationToken)
    {
        var numbers = new List<short>();
        var blobs = new List<byte[]>();
        var output = new ArrayBufferWriter<byte>();
        var scratch = new ArrayBufferWriter<byte>();
        for (int cube = 0; cube < _cells.Length; cube++)
        {
            output.ResetWrittenCount();
            foreach ((CellPlace place, RollupCell cell) in _cells[cube]) TailCodec.Write(output, scratch, place, cell);
            numbers.Add(_cubes.NumberAt(cube));
            blobs.Add(output.WrittenSpan.ToArray());
        }

        var command = new NpgsqlCommand(insert, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, _firstSlice);
        DimensionSql.Add(command.Parameters, _lastSlice);
        DimensionSql.Add(command.Parameters, numbers.ToArray());
        command.Parameters.Add(new NpgsqlParameter<byte[][]>
        {
            TypedValue = [.. blobs],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The statement of <see cref="WriteAsync"/>: all rows of a batch bear the same number.</summary>
    public static string InsertInto(Database database) => database.Sql(
        """
        INSERT INTO $schema$.rollup_tail (batch, first_slice, last_slice, cube, cells)
        SELECT b.batch, $1, $2, c.cube, c.cells
        FROM (SELECT nextval('$schema$.batch_number') AS batch) b, unnest($3, $4) AS c (cube, cells)
        """);

    // A cube of one named dimension reads it by its place, without an array for the key.
    private static int NamedDimension(UsageCube cube)
    {
        if (cube.Dimensions is not [var only]) return -1;
        for (int i = 0; i < Dimension.Named.Count; i++)
        {
            if (Dimension.Named[i] == only) return i;
        }

        return -1;
    }

    private long Touch(UsageRecord record)
    {
        long slice = RollupGrid.SliceOf(record.StartedAt, RollupGrain.QuarterHour);
        _firstSlice = Math.Min(_firstSlice, slice);
        _lastSlice = Math.Max(_lastSlice, slice);
        return slice;
    }

    private RollupCell CellAt(int cube, long slice, UsageRecord record)
    {
        var place = new CellPlace(slice, _named[cube] >= 0
            ? new RollupKey(record.ValueOf(_named[cube])) : new RollupKey(_cubes.Cubes[cube].KeyOf(record)));
        if (_cells[cube].TryGetValue(place, out RollupCell? cell)) return cell;

        cell = new RollupCell();
        _cells[cube].Add(place, cell);
        return cell;
    }
}
