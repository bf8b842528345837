namespace TokenUsage.Cosmos.Rollups;

/// <summary>Where a cell stands in its cube: a quarter-hour, and the values of the cube's dimensions.</summary>
internal readonly struct CellPlace(long slice, string?[] key) : IEquatable<CellPlace>
{
    public long Slice { get; } = slice;

    public string?[] Key { get; } = key;

    public bool Equals(CellPlace other) => Slice == other.Slice && Key.AsSpan().SequenceEqual(other.Key);

    public override bool Equals(object? obj) => obj is CellPlace other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Slice);
        foreach (string? value in Key) hash.Add(value, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
