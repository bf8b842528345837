namespace TokenUsage.Admission;

/// <summary>An admission, or the refusal in its place.</summary>
internal readonly record struct AdmissionResult(QuotaAdmission? Admission, QuotaDecision? Refusal)
{
    /// <summary>Gets whether the refused call would fit once others have ended or the window has.</summary>
    public bool FitsLater { get; init; }

    /// <summary>Gets what calls under way hold of the quota that refused, and may give back.</summary>
    public long HeldByOthers { get; init; }
}
