namespace TokenUsage.Sqlite.Rollups;

/// <summary>A cell of the latest batches: its place, and where its bytes lie.</summary>
internal readonly record struct TailEntry(CellPlace Place, int Offset, int Length) : IComparable<TailEntry>
{
    public int CompareTo(TailEntry other) => Place.CompareTo(other.Place);

    /// <summary>Gets the same cell as a part of its day.</summary>
    public TailEntry OfDay() =>
        this with { Place = Place with { Slice = Place.Slice / Storage.RollupGrid.QuartersPerDay } };
}
