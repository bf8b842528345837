using Microsoft.Extensions.Logging;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Chooses the queue that gives the durability asked for.</summary>
internal static class RecordQueues
{
    private const int MemoryCapacity = 100_000;

    public static IRecordQueue Create(
        RecordingOptions options, BoundedPool<UsageEntry> pool, TimeProvider time, ILogger logger) =>
        new MemoryQueue(options.Capacity ?? MemoryCapacity, pool);
}
