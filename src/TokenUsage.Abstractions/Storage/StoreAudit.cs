namespace TokenUsage.Storage;

/// <summary>Whether the sums of a store agree with its records.</summary>
public sealed record StoreAudit
{
    /// <summary>Gets the first moment that was compared: before it some records were deleted by retention.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets how many records were summed up.</summary>
    public required long Records { get; init; }

    /// <summary>Gets how many cubes were compared, each at every width that is kept.</summary>
    public required int Cubes { get; init; }

    /// <summary>Gets the differences, at most 100 of them.</summary>
    public IReadOnlyList<StoreDrift> Drifts { get; init; } = [];

    /// <summary>Gets whether every sum agrees.</summary>
    public bool IsExact => Drifts.Count == 0;
}
