using System.Collections.Concurrent;

namespace TokenUsage.Tests.Recording;

/// <summary>Keeps what it was shown.</summary>
internal sealed class CollectingObserver : IUsageObserver
{
    public ConcurrentQueue<UsageRecord> Seen { get; } = new();

    public Exception? Fault { get; set; }

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        if (Fault is { } fault) throw fault;

        foreach (UsageRecord record in stored) Seen.Enqueue(record);
    }
}
