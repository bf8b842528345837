namespace TokenUsage.Proofs.Admission;

/// <summary>One reservation: when it began and ended, by the machine's counter, and what it was given.</summary>
internal readonly record struct OutageStep(int Process, long Start, long End, bool WasOffline, long Admitted);
