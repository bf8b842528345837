using System.Buffers;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>Adds up the records of each day, cube by cube, and compares with every width of rollups.</summary>
/// <remarks>Reads records as any reader does and shares nothing with the writer but the sum of a cell: an error there shows.</remarks>
internal sealed class SumAudit(SqliteSnapshot snapshot, IReadOnlyList<UsageCube> cubes)
{
    private const int MaxDrifts = 100;

    private readonly List<StoreDrift> _drifts = [];
    private readonly ArrayBufferWriter<byte> _left = new();
    private readonly ArrayBufferWriter<byte> _right = new();
    private long _records;

    public async Task<StoreAudit> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset from = RollupGrid.Ceiling(snapshot.Horizon.Records, RollupGrain.Day);
        (from, DateTimeOffset to) = snapshot.FindDays(from);
        for (DateTimeOffset day = from; day < to && _drifts.Count < MaxDrifts; day = day.AddDays(1))
        {
            await CompareDayAsync(day, cancellationToken).ConfigureAwait(false);
        }

        return new StoreAudit { From = from, Records = _records, Cubes = cubes.Count, Drifts = [.. _drifts] };
    }

    private async Task CompareDayAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        var expected = cubes.Select(_ => new Dictionary<string, RollupCell>(StringComparer.Ordinal)).ToArray();
        var read = new RecordRead { From = day, To = day.AddDays(1) };
        await foreach (UsageRecord record in snapshot.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            _records++;
            var sample = new RollupSample(record);
            for (int i = 0; i < cubes.Count; i++) CellOf(expected[i], cubes[i].KeyOf(record)).Add(sample);
        }

        for (int i = 0; i < cubes.Count; i++)
        {
            foreach (RollupGrain grain in Enum.GetValues<RollupGrain>())
            {
                if (snapshot.Horizon.Of(cubes[i], grain) > day) continue;
                Dictionary<string, RollupCell> found = await ReadAsync(cubes[i], grain, day, cancellationToken)
                    .ConfigureAwait(false);
                if (!AreEqual(expected[i], found)) Report(cubes[i], grain, day, expected[i], found);
            }
        }
    }

    private async Task<Dictionary<string, RollupCell>> ReadAsync(
        UsageCube cube, RollupGrain grain, DateTimeOffset day, CancellationToken cancellationToken)
    {
        var read = new RollupRead { Cube = cube, Grain = grain, From = day, To = day.AddDays(1) };
        var cells = new Dictionary<string, RollupCell>(StringComparer.Ordinal);
        await foreach (RollupRow row in snapshot.ReadRollupsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            CellOf(cells, row.Key).Add(row.Cell);
        }

        return cells;
    }

    private static RollupCell CellOf(Dictionary<string, RollupCell> cells, IReadOnlyList<string?> key)
    {
        // \u001f cannot be told from a value that holds it, which would only hide a swap of two such keys.
        string name = string.Join('\u001f', key.Select(v => v ?? "\u001e"));
        if (!cells.TryGetValue(name, out RollupCell? cell)) cells.Add(name, cell = new RollupCell());
        return cell;
    }

    private bool AreEqual(Dictionary<string, RollupCell> expected, Dictionary<string, RollupCell> found)
    {
        if (expected.Count != found.Count) return false;
        foreach ((string key, RollupCell cell) in expected)
        {
            if (!found.TryGetValue(key, out RollupCell? other)) return false;
            _left.ResetWrittenCount();
            _right.ResetWrittenCount();
            cell.Encode(_left);
            other.Encode(_right);
            if (!_left.WrittenSpan.SequenceEqual(_right.WrittenSpan)) return false;
        }

        return true;
    }

    private void Report(
        UsageCube cube, RollupGrain grain, DateTimeOffset day, Dictionary<string, RollupCell> expected,
        Dictionary<string, RollupCell> found)
    {
        if (_drifts.Count >= MaxDrifts) return;
        _drifts.Add(new StoreDrift(cube.Name, grain, day, Sum(expected.Values), Sum(found.Values)));
    }

    private static UsageTotals Sum(IEnumerable<RollupCell> cells)
    {
        var sum = new RollupCell();
        foreach (RollupCell cell in cells) sum.Add(cell);
        return sum.ToTotals();
    }
}
