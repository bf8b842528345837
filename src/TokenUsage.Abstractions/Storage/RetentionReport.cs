namespace TokenUsage.Storage;

/// <summary>What retention has deleted.</summary>
public sealed record RetentionReport
{
    /// <summary>Gets how many records were deleted.</summary>
    public long Records { get; init; }

    /// <summary>Gets how many rows of rollups were deleted.</summary>
    public long Rollups { get; init; }

    /// <summary>Gets whether nothing is left to delete.</summary>
    public bool IsDone { get; init; }
}
