namespace TokenUsage.Storage;

/// <summary>Corrections that are made together, and what an audit trail says about them.</summary>
public sealed record CostCorrections
{
    /// <summary>Gets who corrects.</summary>
    public required ChangeActor Actor { get; init; }

    /// <summary>Gets why, in a line: <c>repriced by built-in@2026-09-23-1f0c9a2b</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the corrections; each record at most once.</summary>
    public required IReadOnlyList<CostCorrection> Items { get; init; }
}
