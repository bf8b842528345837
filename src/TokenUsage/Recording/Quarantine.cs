using Microsoft.Extensions.Logging;

namespace TokenUsage.Recording;

/// <summary>Keeps the records that the store refuses for ever, with the reason, until somebody looks at them.</summary>
internal sealed class Quarantine(RecordingCounters counters, ILogger logger)
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly List<QuarantinedRecord> _records = [];

    /// <summary>Gets whether no further record can be kept. A refused record then stays in the queue and is tried again.</summary>
    public bool IsFull => Count >= Capacity;

    public IReadOnlyList<QuarantinedRecord> Records
    {
        get
        {
            lock (_lock) return [.. _records];
        }
    }

    private int Count
    {
        get
        {
            lock (_lock) return _records.Count;
        }
    }

    public void Keep(UsageRecord record, Exception reason)
    {
        lock (_lock) _records.Add(new QuarantinedRecord(record, reason.Message));
        counters.Quarantine();

        // At 1, 2, 4, 8 … records: a store that refuses everything must not fill the log.
        int count = Count;
        if (int.IsPow2(count)) logger.RecordsQuarantined(count, reason);
    }
}
