namespace TokenUsage.Admission;

/// <summary>An admission, or the refusal in its place.</summary>
internal readonly record struct AdmissionResult(QuotaAdmission? Admission, QuotaDecision? Refusal);
