using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>A cell that waits for merging: its minute and key, or its slice and key, and where its bytes lie.</summary>
internal readonly record struct PackedCell(CellPlace Place, int Offset, int Length) : IComparable<PackedCell>
{
    public int CompareTo(PackedCell other) => Place.CompareTo(other.Place);

    /// <summary>Gets the same cell as a part of its quarter-hour, when its place is a minute.</summary>
    public PackedCell OfQuarter() => Divide(RollupGrid.MinutesPerQuarter);

    /// <summary>Gets the same cell as a part of its day, when its place is a quarter-hour.</summary>
    public PackedCell OfDay() => Divide(RollupGrid.QuartersPerDay);

    private PackedCell Divide(int width) => this with { Place = Place with { Slice = Place.Slice / width } };
}
