namespace TokenUsage.Proofs.Admission;

/// <summary>What one call holds (-1: no longer) and has used of a counter.</summary>
internal readonly record struct ModelUse(Guid Id, long Part, long Held, long Used, Int128 Poured);
