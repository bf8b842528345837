namespace TokenUsage.Tests.Recording;

/// <summary>Where an append can fail.</summary>
public enum AppendStep
{
    BeforeWrite,
    BeforeCommit,
    AfterCommit,
}
