namespace TokenUsage.Redis;

/// <summary>A ledger's note on an account: the key of the counter that was used last. It saves a hash a line.</summary>
internal sealed record CounterNote(RedisQuotaLedger Ledger, long Window, string Key);
