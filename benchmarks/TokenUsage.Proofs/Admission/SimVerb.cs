namespace TokenUsage.Proofs.Admission;

/// <summary>What a message asks for.</summary>
internal enum SimVerb
{
    Reserve,
    Settle,
    Release,
}
