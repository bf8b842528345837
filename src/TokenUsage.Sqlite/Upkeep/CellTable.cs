using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>The cells of one cube, by slice and key.</summary>
internal sealed class CellTable
{
    private readonly Dictionary<(long Slice, string Key), RollupCell> _cells = [];

    public RollupCell CellOf(long slice, IReadOnlyList<string?> key)
    {
        // A value that holds these two signs itself could only hide that two such keys were swapped.
        string name = string.Join('\u001f', key.Select(v => v ?? "\u001e"));
        return CellOf(slice, name);
    }

    /// <summary>Adds another table's cells, whatever their slices, as those of slice number zero.</summary>
    public void AddAsOne(CellTable other)
    {
        foreach (((_, string key), RollupCell cell) in other._cells) CellOf(0, key).Add(cell);
    }

    public bool HasSameCells(CellTable other)
    {
        if (_cells.Count != other._cells.Count) return false;
        foreach (((long, string) place, RollupCell cell) in _cells)
        {
            if (!other._cells.TryGetValue(place, out RollupCell? same)) return false;
            if (!AreEqual(cell.ToTotals(), same.ToTotals())) return false;
        }

        return true;
    }

    public UsageTotals Sum()
    {
        var sum = new RollupCell();
        foreach (RollupCell cell in _cells.Values) sum.Add(cell);
        return sum.ToTotals();
    }

    // Not by their bytes: 0.10 and 0.1 are one amount and two encodings.
    private static bool AreEqual(UsageTotals left, UsageTotals right) =>
        left with { Meters = [] } == right with { Meters = [] } && left.Meters.SequenceEqual(right.Meters);

    private RollupCell CellOf(long slice, string key)
    {
        if (!_cells.TryGetValue((slice, key), out RollupCell? cell)) _cells.Add((slice, key), cell = new RollupCell());
        return cell;
    }
}
