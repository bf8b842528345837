namespace TokenUsage.Admission;

/// <summary>One change to the quotas: what the audit trail keeps, and what a restarted process replays.</summary>
public sealed record QuotaChange
{
    /// <summary>Gets what was changed.</summary>
    public required QuotaChangeKind Kind { get; init; }

    /// <summary>Gets who changed it.</summary>
    public required ChangeActor Actor { get; init; }

    /// <summary>Gets when it was changed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the quota's name; of a halt, <see langword="null"/>.</summary>
    public string? Quota { get; init; }

    /// <summary>Gets the quota as it was defined.</summary>
    public QuotaDefinition? Definition { get; init; }

    /// <summary>Gets whose limit was overridden.</summary>
    public UsageDimensions? Subject { get; init; }

    /// <summary>Gets the overriding limit; <see langword="null"/> removed it.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Gets when the override ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets what was halted or resumed.</summary>
    public HaltScope? Scope { get; init; }

    /// <summary>Gets why calls were halted.</summary>
    public string? Reason { get; init; }
}
