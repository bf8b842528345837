namespace TokenUsage.Admission;

/// <summary>What happened to a quota.</summary>
internal enum QuotaEventKind
{
    Warning,
    Critical,
    Refused,
    ShadowRefused,
}
