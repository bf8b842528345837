namespace TokenUsage.Storage;

/// <summary>What became of a batch.</summary>
public sealed record AppendResult
{
    /// <summary>Gets the ids of the records that were inserted. Observers and totals see only these.</summary>
    public required IReadOnlyList<Guid> Inserted { get; init; }

    /// <summary>Gets the ids that were stored before with another content. The first content stays.</summary>
    public IReadOnlyList<Guid> Conflicting { get; init; } = [];

    /// <summary>Gets the ids of records that started before those still kept, and so were not taken.</summary>
    /// <remarks>Whether they were counted before retention deleted them can no longer be told; counting twice is worse.</remarks>
    public IReadOnlyList<Guid> TooOld { get; init; } = [];
}
