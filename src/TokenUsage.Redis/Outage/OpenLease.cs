using StackExchange.Redis;

namespace TokenUsage.Redis.Outage;

/// <summary>A call of this process that has not ended: enough to hold it again on a server that has forgotten it.</summary>
internal sealed class OpenLease(RedisKey[] keys, RedisValue[] values, FollowedCounter?[] counters, long[] amounts)
{
    public RedisKey[] Keys { get; } = keys;

    /// <summary>Gets the arguments of the reserve script.</summary>
    public RedisValue[] Values { get; } = values;

    public FollowedCounter?[] Counters { get; } = counters;

    public long[] Amounts { get; } = amounts;

    public long DueMicros { get; set; }

    /// <summary>Gets or sets whether this process admitted it by itself, and its counters hold it.</summary>
    public bool IsLocal { get; set; }

    /// <summary>Gets or sets whether the server may have it all the same: its answer was lost or late.</summary>
    public bool MayBeShared { get; set; }
}
