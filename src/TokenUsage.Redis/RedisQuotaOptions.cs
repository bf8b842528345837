namespace TokenUsage.Redis;

/// <summary>Where quotas are kept, and what happens when that place cannot be reached.</summary>
public sealed class RedisQuotaOptions
{
    /// <summary>
    /// Gets or sets the servers, as StackExchange.Redis writes them: <c>redis-1:6379,redis-2:6379,ssl=true</c>.
    /// </summary>
    /// <value>Required.</value>
    public string Configuration { get; set; } = "";

    /// <summary>Gets or sets what all keys begin with; in a cluster, all keys of one prefix lie in one slot.</summary>
    /// <value>1 to 64 letters, digits, <c>-</c>, <c>_</c>, <c>.</c> or <c>:</c>. The default is <c>tokenusage</c>.</value>
    public string KeyPrefix { get; set; } = "tokenusage";

    /// <summary>Gets or sets what happens to calls while Redis does not answer.</summary>
    /// <value>The default is <see cref="RedisOutagePolicy.LocalShare"/>.</value>
    public RedisOutagePolicy OnOutage { get; set; } = RedisOutagePolicy.LocalShare;

    /// <summary>Gets or sets how many processes share the quotas: one process's share is one part of so many.</summary>
    /// <value>
    /// From 1 to 10,000. The default is 2: too high refuses during an outage what would have fitted, too low admits more
    /// than is left.
    /// </value>
    public int Processes { get; set; } = 2;

    /// <summary>Gets or sets how long one step may take before <see cref="OnOutage"/> decides.</summary>
    /// <value>
    /// From 5 milliseconds to 5 seconds. The default is 40 milliseconds, so that this comes before the 50 of
    /// <c>QuotaOptions.LedgerTimeout</c>.
    /// </value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// Gets or sets how often an unreachable server is asked whether it is back. It is asked for as long as it takes,
    /// and relied on after the third answer in a row.
    /// </summary>
    /// <value>From 50 milliseconds to 1 minute, the same in all processes. The default is 250 milliseconds.</value>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets or sets how often counters are compared with the store's totals, where a history is registered.</summary>
    /// <value>From 1 second to 1 day. The default is 1 minute.</value>
    public TimeSpan RepairInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets the most calls that are open at once in all processes.</summary>
    /// <value>From 1 to 100,000,000; about 300 bytes each in Redis. The default is 1,000,000.</value>
    public int MaxLeases { get; set; } = 1_000_000;

    /// <summary>Gets or sets how many ended calls are remembered, so that a repeated message changes nothing.</summary>
    /// <value>From 1,000 to 100,000,000, for a day at most; about 150 bytes each. The default is 200,000.</value>
    public int MaxRemembered { get; set; } = 200_000;

    /// <summary>Gets or sets the most counters that one process follows, to share and repair them.</summary>
    /// <value>From 1 to 10,000,000; about 400 bytes each. The default is 100,000.</value>
    public int MaxFollowed { get; set; } = 100_000;
}
