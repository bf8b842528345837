namespace TokenUsage.Storage;

/// <summary>A set of dimensions by which a store keeps rollups. Narrow ones stay small; one of all dimensions would not.</summary>
public sealed class UsageCube
{
    private readonly Dimension[] _dimensions;

    /// <summary>Creates a cube.</summary>
    /// <param name="dimensions">Its dimensions; none of them twice. Their order does not matter.</param>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    public UsageCube(params IEnumerable<Dimension> dimensions)
    {
        _dimensions = [.. dimensions.OrderBy(d => d.Name, StringComparer.Ordinal)];
        Name = string.Join('+', _dimensions);
        if (_dimensions.Distinct().Count() == _dimensions.Length) return;
        throw new ArgumentException($"The cube '{Name}' names a dimension twice; name it once.", nameof(dimensions));
    }

    /// <summary>Gets the cube without dimensions: the totals.</summary>
    public static UsageCube Totals { get; } = new();

    /// <summary>Gets the cubes that every store keeps: the totals, and one for each named dimension.</summary>
    public static IReadOnlyList<UsageCube> Standard { get; } =
        [Totals, .. Dimension.Named.Select(d => new UsageCube(d))];

    /// <summary>Gets the dimensions, in the order of rollup keys.</summary>
    public IReadOnlyList<Dimension> Dimensions => _dimensions;

    /// <summary>Gets the name by which stores keep it: <c>model</c>, <c>feature+user</c>; empty for the totals.</summary>
    public string Name { get; }

    /// <summary>Says whether all these dimensions are in the cube.</summary>
    public bool Covers(IEnumerable<Dimension> dimensions) => dimensions.All(d => Array.IndexOf(_dimensions, d) >= 0);

    /// <summary>Finds a dimension's place in rollup keys.</summary>
    /// <returns>The index, or -1 when the cube has no such dimension.</returns>
    public int IndexOf(Dimension dimension) => Array.IndexOf(_dimensions, dimension);

    /// <summary>Takes a record's values of the dimensions, in the order of rollup keys.</summary>
    public string?[] KeyOf(UsageRecord record)
    {
        if (_dimensions.Length == 0) return [];
        var key = new string?[_dimensions.Length];
        for (int i = 0; i < key.Length; i++) key[i] = record.ValueOf(_dimensions[i]);
        return key;
    }

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
