namespace TokenUsage.Aggregation;

/// <summary>How many cells all buckets may have, and what did not fit. Guarded by the lock of <see cref="LiveUsage"/>.</summary>
internal sealed class CellBudget(int maxCells, int maxKeys)
{
    public int MaxCells => maxCells;

    public int Used { get; private set; }

    public long Overflowed { get; set; }

    public bool HasRoom(int keys) => keys < maxKeys && Used < maxCells;

    public void Take() => Used++;

    public void GiveBack(int cells) => Used -= cells;
}
