using System.Buffers;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Records;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Sums up a batch by cube and minute, and writes one row a cube and quarter-hour.</summary>
/// <remarks>
/// A row for each touched cell would cost more than the records themselves when users are many: every cell lies on another
/// page. Written as they come, the cells of a batch lie on a few; and there they stay as the totals by the minute.
/// </remarks>
internal sealed class RollupBatch : IDisposable
{
    private readonly BatchCube[] _batch;
    private readonly Stack<RollupCell> _spare = [];
    private readonly SortedSet<long> _quarters = [];
    private readonly ArrayBufferWriter<byte> _blob = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly StoreCubes _cubes;
    private readonly OwnKeys _ownKeys;
    private readonly Statement _insert;
    private readonly Statement _pending;
    private long _quarter = -1;

    public RollupBatch(SqliteConnection connection, StoreCubes cubes, OwnKeys ownKeys)
    {
        _cubes = cubes;
        _ownKeys = ownKeys;
        _batch = [.. cubes.All.Select(_ => new BatchCube(_spare))];
        _insert = new Statement(connection, "INSERT INTO rollup_batch VALUES (?, ?, ?, ?)");
        _pending = new Statement(connection, "INSERT INTO rollup_pending VALUES (?, ?)");
    }

    private BatchCube Totals => _batch[0];

    public void Add(UsageRecord record, RecordWords words)
    {
        var sample = new RollupSample(record);
        long minute = MinuteOf(record);
        ReadOnlySpan<long> dimensions = words.Dimensions;
        for (int i = 0; i < dimensions.Length; i++) _batch[i + 1].Add(minute, dimensions[i], sample, Totals);
        for (int i = 0; i < _ownKeys.Count; i++)
        {
            long key = _ownKeys.KeyOf(i, record, words);
            _batch[dimensions.Length + 1 + i].Add(minute, key, sample, Totals);
        }

        Totals.AddAlways(minute, sample); // last: until now it holds what the cubes of one key leave out
    }

    /// <summary>Adds the difference that another cost of a stored record makes.</summary>
    public void Correct(UsageRecord before, UsageRecord after, RecordWords words)
    {
        var old = new RollupSample(before);
        var young = new RollupSample(after);
        long minute = MinuteOf(after);
        Totals.Correct(new CellPlace(minute, 0), old, young);
        ReadOnlySpan<long> dimensions = words.Dimensions;
        for (int i = 0; i < dimensions.Length; i++)
            _batch[i + 1].Correct(new CellPlace(minute, dimensions[i]), old, young);
        for (int i = 0; i < _ownKeys.Count; i++)
        {
            var place = new CellPlace(minute, _ownKeys.KeyOf(i, after, words));
            _batch[dimensions.Length + 1 + i].Correct(place, old, young);
        }
    }

    /// <summary>Writes what was added as batch number <paramref name="batch"/>.</summary>
    public void Write(long batch)
    {
        for (int i = 0; i < _batch.Length; i++)
        {
            List<KeyValuePair<CellPlace, RollupCell>> cells = _batch[i].Listed(Totals, _quarters.Count == 1);
            for (int first = 0, end; first < cells.Count; first = end)
            {
                long quarter = cells[first].Key.Slice / RollupGrid.MinutesPerQuarter;
                for (end = first + 1; end < cells.Count;)
                {
                    if (cells[end].Key.Slice / RollupGrid.MinutesPerQuarter != quarter) break;
                    end++;
                }

                WriteRow(_cubes.IdAt(i), quarter, batch, cells, first, end);
            }
        }

        foreach (long quarter in _quarters)
        {
            _pending.Bind(0, batch);
            _pending.Bind(1, quarter);
            _pending.Run();
        }
    }

    /// <summary>Forgets what was added; the cells are used again.</summary>
    public void Clear()
    {
        foreach (BatchCube cube in _batch) cube.Clear();
        _quarters.Clear();
        _quarter = -1;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _pending.Dispose();
    }

    private long MinuteOf(UsageRecord record)
    {
        long minute = RollupGrid.SliceOf(record.StartedAt, RollupGrain.Minute);
        long quarter = minute / RollupGrid.MinutesPerQuarter;
        if (quarter != _quarter) _quarters.Add(_quarter = quarter);
        return minute;
    }

    private void WriteRow(
        int cube, long quarter, long batch, List<KeyValuePair<CellPlace, RollupCell>> cells, int first, int end)
    {
        _blob.ResetWrittenCount();
        for (int i = first; i < end; i++)
        {
            (CellPlace place, RollupCell cell) = cells[i];
            _scratch.ResetWrittenCount();
            cell.Encode(_scratch);
            CellPacking.Write(_blob, place.Slice, place.Key, _scratch.WrittenSpan);
        }

        _insert.Bind(0, (long)cube);
        _insert.Bind(1, quarter);
        _insert.Bind(2, batch);
        _insert.Bind(3, _blob.WrittenSpan);
        _insert.Run();
    }
}
