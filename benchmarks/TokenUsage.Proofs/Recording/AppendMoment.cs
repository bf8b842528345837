namespace TokenUsage.Proofs.Recording;

/// <summary>Where an append can fail, or be cancelled.</summary>
internal enum AppendMoment
{
    BeforeWrite,
    BeforeCommit,
    AfterCommit,
}
