using Microsoft.Extensions.Logging;

namespace TokenUsage.Recording;

/// <summary>Everything that recording says to a log. Never once a record, and never what a record holds.</summary>
internal static partial class RecordingLog
{
    [LoggerMessage(5000, LogLevel.Warning,
        "The store refused a batch of {Count} usage records, attempt {Attempt}; trying again in {Delay}. Nothing is "
        + "lost.")]
    public static partial void BatchRetried(
        this ILogger logger, int count, int attempt, TimeSpan delay, Exception? exception);

    [LoggerMessage(5001, LogLevel.Error,
        "A usage record is refused by the store for ever, or unreadable in the journal. It is kept aside, where "
        + "{Count} lie now.")]
    public static partial void RecordsQuarantined(this ILogger logger, int count, Exception? exception);

    [LoggerMessage(5002, LogLevel.Error,
        "A usage observer of type {Observer} failed; this is its fault number {Faults}. Recording goes on.")]
    public static partial void ObserverFailed(this ILogger logger, string observer, long faults, Exception exception);

    [LoggerMessage(5003, LogLevel.Error,
        "The queue of usage records is full ({Capacity}): {Folded} records were folded into totals and {Dropped} "
        + "dropped so far. The store is too slow or down; RecordingOptions.Capacity sets the room.")]
    public static partial void QueueFull(this ILogger logger, int capacity, long folded, long dropped);

    [LoggerMessage(5004, LogLevel.Error, "Recording met a fault of its own and goes on.")]
    public static partial void LoopFault(this ILogger logger, Exception exception);

    [LoggerMessage(5005, LogLevel.Information,
        "Recording stopped: {Offered} offered + {Recovered} recovered = {Stored} stored + {Duplicate} duplicate + "
        + "{Pending} left in the journal + {Quarantined} kept aside + {Folded} folded + {Dropped} dropped.")]
    public static partial void Stopped(
        this ILogger logger, long offered, long recovered, long stored, long duplicate, long pending, long quarantined,
        long folded, long dropped);

    [LoggerMessage(5006, LogLevel.Error,
        "The disk of the usage journal refuses. Records are folded into totals when the open segment is full.")]
    public static partial void DiskRefused(this ILogger logger, Exception exception);

    [LoggerMessage(5007, LogLevel.Error,
        "The journal segment {Path} of a dead process cannot be read; it stays where it is.")]
    public static partial void SegmentUnreadable(this ILogger logger, string path, Exception exception);

    [LoggerMessage(5008, LogLevel.Warning,
        "The journal's folder {Path} cannot be searched for records of dead processes; it is tried again.")]
    public static partial void OrphansUnreadable(this ILogger logger, string path, Exception exception);

    [LoggerMessage(5009, LogLevel.Information,
        "{Count} usage records that had been kept aside are offered again.")]
    public static partial void Redriven(this ILogger logger, int count);
}
