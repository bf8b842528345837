namespace TokenUsage.Redis;

/// <summary>What happens to calls while Redis does not answer.</summary>
public enum RedisOutagePolicy
{
    /// <summary>
    /// Each process admits its share of what was left of each limit when it last looked; the rest is refused.
    /// </summary>
    LocalShare,

    /// <summary>Every call is admitted; what it uses is charged when Redis answers again.</summary>
    FailOpen,

    /// <summary>
    /// The ledger's fault is handed on, and <c>QuotaOptions.OnLedgerFailure</c> decides; by default it refuses.
    /// </summary>
    FailClosed,
}
