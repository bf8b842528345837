namespace TokenUsage.Proofs;

/// <summary>A claim that takes too long, or too many processes, for a unit test.</summary>
internal interface IProof
{
    /// <summary>The word that runs it.</summary>
    string Name { get; }

    /// <summary>One line: what it shows, and its options with their defaults.</summary>
    string Usage { get; }

    /// <summary>Runs it and prints its figures.</summary>
    /// <returns>Zero when the claim held.</returns>
    Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken);
}
