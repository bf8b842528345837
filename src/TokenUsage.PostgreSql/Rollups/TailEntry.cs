namespace TokenUsage.PostgreSql.Rollups;

/// <summary>A cell of the latest batches: its slice, its key's number, and its bytes.</summary>
internal readonly record struct TailEntry(long Slice, long Key, ReadOnlyMemory<byte> Cell) : IComparable<TailEntry>
{
    public int CompareTo(TailEntry other)
    {
        int bySlice = Slice.CompareTo(other.Slice);
        return bySlice != 0 ? bySlice : Key.CompareTo(other.Key);
    }

    /// <summary>Gets the same cell as a part of its day.</summary>
    public TailEntry OfDay() => this with { Slice = Slice / Storage.RollupGrid.QuartersPerDay };
}
