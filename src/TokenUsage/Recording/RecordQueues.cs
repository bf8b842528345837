using Microsoft.Extensions.Logging;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Chooses the queue that gives the durability asked for.</summary>
internal static class RecordQueues
{
    private const int MemoryCapacity = 100_000;

    /// <exception cref="IOException">The journal's folder cannot be used; the message names the setting.</exception>
    public static IRecordQueue Create(
        RecordingOptions options,
        BoundedPool<UsageEntry> pool,
        Quarantine quarantine,
        TimeProvider time,
        ILogger logger)
    {
        bool isJournalled = options.Durability == Durability.Journal
            || (options.Durability == Durability.Automatic && options.JournalPath is not null);
        if (!isJournalled) return new MemoryQueue(options.Capacity ?? MemoryCapacity, pool);

        var plan = JournalPlan.Of(options);
        try
        {
            quarantine.File = new KeptAsideFile(plan.Root, GuidSource.Next(time.GetUtcNow()), time);
            return new JournalQueue(plan, pool, quarantine, time, logger);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The journal cannot be kept in '{plan.Root}': {exception.Message} "
                + "Set RecordingOptions.JournalPath to a folder that this process may write, or Durability to Memory.",
                exception);
        }
    }
}
