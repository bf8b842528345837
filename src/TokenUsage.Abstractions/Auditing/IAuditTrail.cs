namespace TokenUsage;

/// <summary>Keeps who changed what, and when. Entries are only ever added, and each seals all those before it.</summary>
/// <remarks>
/// Persons stand in the chain as commitments, HMAC-SHA-256 under a random salt of their own. The salt and the name are kept
/// beside the chain: deleting them makes the person unknown, and the chain still verifies.
/// </remarks>
public interface IAuditTrail
{
    /// <summary>Adds an entry.</summary>
    ValueTask AppendAsync(AuditChange change, CancellationToken cancellationToken = default);

    /// <summary>Reads entries, oldest first.</summary>
    /// <param name="after">The <see cref="AuditEntry.Sequence"/> after which to begin; zero for the first.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<AuditEntry> ReadAsync(long after = 0, CancellationToken cancellationToken = default);

    /// <summary>Works out every seal again.</summary>
    ValueTask<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a person unknown: the names and salts of these identities are deleted.</summary>
    /// <returns>How many of them were known.</returns>
    ValueTask<long> ForgetAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken = default);
}
