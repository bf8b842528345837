namespace TokenUsage.Storage;

/// <summary>What became of a batch.</summary>
public sealed record AppendResult
{
    /// <summary>Gets the ids of the records that were inserted. Observers and totals see only these.</summary>
    public required IReadOnlyList<Guid> Inserted { get; init; }

    /// <summary>Gets the ids that were stored before with another content. The first content stays.</summary>
    public IReadOnlyList<Guid> Conflicting { get; init; } = [];
}
