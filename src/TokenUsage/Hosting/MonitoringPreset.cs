namespace TokenUsage;

/// <summary>Settings that go together. Each can still be changed after <see cref="TokenMonitoringOptions.Use"/>.</summary>
public enum MonitoringPreset
{
    /// <summary>The defaults: everything on, records journalled beside a durable store, faults of the setup stop the start.</summary>
    Production,

    /// <summary>A developer's machine: records are stored at once, little is remembered, a faulty setup does not stop work.</summary>
    Development,

    /// <summary>Automated tests: in memory, stored at once, nothing remembered, no alerts and no background watch.</summary>
    Testing,

    /// <summary>Thousands of calls a second: large batches, a large queue, fewer names by bucket, more answers remembered.</summary>
    HighThroughput,

    /// <summary>Small machines: few buckets, few remembered answers, a short queue.</summary>
    MemoryEfficient,
}
