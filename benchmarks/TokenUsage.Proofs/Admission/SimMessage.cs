namespace TokenUsage.Proofs.Admission;

/// <summary>A message on its way to the ledger: it may be lost, repeated or overtaken.</summary>
internal readonly record struct SimMessage(SimVerb Verb, SimCall Call);
