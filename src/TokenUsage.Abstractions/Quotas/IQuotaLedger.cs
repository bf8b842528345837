namespace TokenUsage.Admission;

/// <summary>Keeps what is used and held of every quota.</summary>
/// <remarks>
/// A lease is open until it is settled, released or expired; an expired one can still be settled, late. Every ledger
/// keeps, for any order, loss and repetition of these calls: (1) a claim is held only if for each enforced line <c>used
/// + held + amount ≤ limit</c>, all lines or none; (2) <c>held</c> is the sum of the open leases, <c>used</c> of what
/// was settled; (3) each lease resolves once; (4) a refusal changes nothing; (5) settling never fails for want of
/// quota. The ledger's own clock counts. Implementations are safe for concurrent use and pass the conformance suite.
/// </remarks>
public interface IQuotaLedger
{
    /// <summary>
    /// Gets whether other processes use the same counters: leases then expire unless they are renewed.
    /// </summary>
    bool IsShared { get; }

    /// <summary>Holds what a claim asks for: of all its lines, or of none.</summary>
    /// <param name="claim">The claim; its balances and time are filled in.</param>
    /// <param name="lease">
    /// How long it is held without renewal; <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the wait; whether the claim is then held is unknown, so settle or release it.
    /// </param>
    ValueTask<ReserveAnswer> ReserveAsync(LedgerClaim claim, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives back what is held and charges what was used, in the windows of the admission.</summary>
    ValueTask<ResolveStatus> SettleAsync(LedgerClaim claim, QuotaAmounts actual, CancellationToken cancellationToken);

    /// <summary>
    /// Gives back what is held. A claim that the ledger does not know can then no longer be reserved.
    /// </summary>
    ValueTask<ResolveStatus> ReleaseAsync(LedgerClaim claim, CancellationToken cancellationToken);

    /// <summary>Prolongs open leases.</summary>
    /// <returns>How many were open.</returns>
    ValueTask<int> RenewAsync(IReadOnlyList<Guid> ids, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Expires the leases that are due, and drops counters that nobody needs any more.</summary>
    /// <param name="most">The most leases to expire.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The ids of the leases that expired, each in the answer of one sweep only.</returns>
    ValueTask<IReadOnlyList<Guid>> SweepAsync(int most, CancellationToken cancellationToken);

    /// <summary>Reads where a line's counter stands now. Its amount is not used.</summary>
    ValueTask<LedgerBalance> ReadAsync(LedgerLine line, CancellationToken cancellationToken);
}
