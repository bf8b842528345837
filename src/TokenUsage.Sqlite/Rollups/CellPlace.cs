namespace TokenUsage.Sqlite.Rollups;

/// <summary>Where a cell of one cube stands: its slice, and the number of its key's word (zero for none).</summary>
internal readonly record struct CellPlace(long Slice, long Key) : IComparable<CellPlace>
{
    public int CompareTo(CellPlace other)
    {
        int bySlice = Slice.CompareTo(other.Slice);
        return bySlice != 0 ? bySlice : Key.CompareTo(other.Key);
    }
}
