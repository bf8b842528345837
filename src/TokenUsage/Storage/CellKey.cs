namespace TokenUsage.Storage;

/// <summary>The dimension values of a rollup cell, compared one by one.</summary>
internal readonly struct CellKey(IReadOnlyList<string?> values) : IEquatable<CellKey>
{
    public static CellKey Empty { get; } = new([]);

    public IReadOnlyList<string?> Values { get; } = values;

    public bool Equals(CellKey other)
    {
        if (Values.Count != other.Values.Count) return false;
        for (int i = 0; i < Values.Count; i++)
        {
            if (!string.Equals(Values[i], other.Values[i], StringComparison.Ordinal)) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is CellKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (int i = 0; i < Values.Count; i++) hash.Add(Values[i], StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
