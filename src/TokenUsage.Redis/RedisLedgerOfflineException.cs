namespace TokenUsage.Redis;

/// <summary>Redis is not asked, because it did not answer a moment ago.</summary>
internal sealed class RedisLedgerOfflineException() : Exception(
    "Redis does not answer. It is asked again until it does; what is settled meanwhile is repeated. "
    + $"Mend the server, or {nameof(RedisQuotaOptions)}.{nameof(RedisQuotaOptions.Configuration)}.");
