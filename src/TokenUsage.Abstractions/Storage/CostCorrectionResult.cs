namespace TokenUsage.Storage;

/// <summary>What became of corrections. Those that had been made before are in neither list.</summary>
public sealed record CostCorrectionResult
{
    /// <summary>Gets the records that have another cost now.</summary>
    public required IReadOnlyList<Guid> Corrected { get; init; }

    /// <summary>Gets the records that are gone, or that cost neither what was taken nor what is wanted.</summary>
    public IReadOnlyList<Guid> Conflicting { get; init; } = [];
}
