using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>The cells of one cube in one batch, by minute and key.</summary>
/// <remarks>
/// While every record has the same key the cube's cells are those of the totals, and nothing is added up: in most batches
/// that holds for half the cubes. The first other key makes cells of its own out of a copy.
/// </remarks>
internal sealed class BatchCube(Stack<RollupCell> spare)
{
    private const int MaxSpare = 8_192;
    private const long NoKey = -1;

    private readonly Dictionary<CellPlace, RollupCell> _cells = [];
    private readonly List<KeyValuePair<CellPlace, RollupCell>> _listed = [];
    private long _onlyKey = NoKey;
    private bool _isSplit;

    /// <summary>Adds a sample that <paramref name="totals"/> does not have yet.</summary>
    public void Add(long minute, long key, in RollupSample sample, BatchCube totals)
    {
        if (!_isSplit)
        {
            if (_onlyKey == key) return;
            if (_onlyKey == NoKey)
            {
                _onlyKey = key;
                return;
            }

            Split(totals);
        }

        CellAt(new CellPlace(minute, key)).Add(sample);
    }

    /// <summary>Adds a sample to the cube of the totals, which has no key.</summary>
    public void AddAlways(long minute, in RollupSample sample)
    {
        (_isSplit, _onlyKey) = (true, 0);
        CellAt(new CellPlace(minute, 0)).Add(sample);
    }

    /// <summary>Adds the difference between two samples of one record. A batch holds corrections only, or none.</summary>
    public void Correct(CellPlace place, in RollupSample before, in RollupSample after)
    {
        (_isSplit, _onlyKey) = (true, 0);
        CellAt(place).Correct(before, after);
    }

    /// <summary>Gets the cells, in the order of their minutes where they belong to several quarter-hours.</summary>
    public List<KeyValuePair<CellPlace, RollupCell>> Listed(BatchCube totals, bool isOneQuarter)
    {
        _listed.Clear();
        if (_isSplit)
        {
            _listed.AddRange(_cells);
            if (!isOneQuarter) _listed.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        }
        else if (_onlyKey != NoKey)
        {
            foreach ((CellPlace place, RollupCell cell) in totals._listed)
                _listed.Add(new(place with { Key = _onlyKey }, cell));
        }

        return _listed;
    }

    /// <summary>Forgets everything; the cells are used again.</summary>
    public void Clear()
    {
        foreach (RollupCell cell in _cells.Values)
        {
            if (spare.Count >= MaxSpare) break;
            cell.Clear();
            spare.Push(cell);
        }

        _cells.Clear();
        _listed.Clear();
        (_isSplit, _onlyKey) = (false, NoKey);
    }

    private void Split(BatchCube totals)
    {
        _isSplit = true;
        foreach ((CellPlace place, RollupCell cell) in totals._cells) CellAt(place with { Key = _onlyKey }).Add(cell);
    }

    private RollupCell CellAt(CellPlace place)
    {
        if (_cells.TryGetValue(place, out RollupCell? cell)) return cell;

        cell = spare.TryPop(out RollupCell? used) ? used : new RollupCell();
        _cells.Add(place, cell);
        return cell;
    }
}
