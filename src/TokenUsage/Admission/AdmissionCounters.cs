namespace TokenUsage.Admission;

/// <summary>What admission has done so far, and the bound on what quotas can be overshot by now.</summary>
internal sealed class AdmissionCounters
{
    private long _admitted;
    private long _refused;
    private long _shadowRefused;
    private long _overruns;
    private long _overrunTokens;
    private long _uncoveredTokens;
    private long _expired;
    private long _abandoned;
    private long _ledgerFailures;
    private long _settlementsLost;
    private long _waiting;

    public long Admitted => Volatile.Read(ref _admitted);

    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Gets the calls that a quota in shadow mode would have refused.</summary>
    public long ShadowRefused => Volatile.Read(ref _shadowRefused);

    /// <summary>Gets the calls that used more than they held.</summary>
    public long Overruns => Volatile.Read(ref _overruns);

    public long OverrunTokens => Volatile.Read(ref _overrunTokens);

    /// <summary>
    /// Gets the tokens that calls under way may still use above what they hold: the live overshoot bound.
    /// </summary>
    public long OvershootBoundTokens => Volatile.Read(ref _uncoveredTokens);

    public long Expired => Volatile.Read(ref _expired);

    /// <summary>Gets the calls that were resolved by the garbage collector because nobody did.</summary>
    public long Abandoned => Volatile.Read(ref _abandoned);

    public long LedgerFailures => Volatile.Read(ref _ledgerFailures);

    /// <summary>Gets the settlements that were given up because the ledger failed and too many were waiting.</summary>
    public long SettlementsLost => Volatile.Read(ref _settlementsLost);

    /// <summary>Gets the calls that wait for quota now.</summary>
    public long Waiting => Volatile.Read(ref _waiting);

    public void CountAdmitted() => Interlocked.Increment(ref _admitted);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountShadowRefused() => Interlocked.Increment(ref _shadowRefused);

    public void CountOverrun(long tokens)
    {
        Interlocked.Increment(ref _overruns);
        Interlocked.Add(ref _overrunTokens, tokens);
    }

    public void AddUncovered(long tokens)
    {
        if (tokens != 0) Interlocked.Add(ref _uncoveredTokens, tokens);
    }

    public void CountExpired(int leases) => Interlocked.Add(ref _expired, leases);

    public void CountAbandoned() => Interlocked.Increment(ref _abandoned);

    public void CountLedgerFailure() => Interlocked.Increment(ref _ledgerFailures);

    public void CountSettlementLost() => Interlocked.Increment(ref _settlementsLost);

    public void AddWaiting(int calls) => Interlocked.Add(ref _waiting, calls);
}
