namespace TokenUsage.Storage;

/// <summary>Which rollups to read.</summary>
public sealed record RollupRead
{
    /// <summary>Gets the cube: one of <see cref="IUsageStore.Cubes"/>.</summary>
    public required UsageCube Cube { get; init; }

    /// <summary>Gets the first moment, an edge of <see cref="Grain"/>.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the first moment after the range, an edge of <see cref="Grain"/>.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets the width that is enough. A store may answer with narrower slices.</summary>
    public RollupGrain Grain { get; init; }

    /// <summary>Gets the conditions on the cube's dimensions. A store may leave them to its caller, who checks again.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];

    /// <summary>Gets whether only the keys matter, so that cells may be left empty.</summary>
    public bool KeysOnly { get; init; }
}
