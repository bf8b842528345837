using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using TokenUsage.Diagnostics;

namespace TokenUsage.Providers;

/// <summary>Counts the answers whose usage could not be read, and names each such reader once in the log.</summary>
internal sealed class UnreadAnswers
{
    private readonly Counter<long> _counter;
    private readonly ILogger<UnreadAnswers> _logger;
    private readonly Lock _gate = new();

    // A reader and a cause: as many as there are readers, twice.
    private readonly HashSet<(string Reader, bool IsFault)> _named = [];
    private long _count;

    public UnreadAnswers(MonitorMeter meter, ILogger<UnreadAnswers> logger)
    {
        _logger = logger;
        _counter = meter.Meter.CreateCounter<long>(
            "tokenusage.answers.unread", "{answer}", "Answers whose usage could not be read, by reader and cause.");
    }

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Notes the end of a scan.</summary>
    /// <returns>Whether what was read may be counted by.</returns>
    public bool IsReadable(IUsageReader reader, ResponseScan scan)
    {
        if (!scan.GaveUp) return true;

        bool isFault = scan.ReaderFault is not null;
        Interlocked.Increment(ref _count);
        _counter.Add(
            1, new("tokenusage.reader", reader.Name), new("tokenusage.cause", isFault ? "reader_fault" : "limit"));
        if (!IsFirst(reader.Name, isFault)) return false;

        if (scan.ReaderFault is { } fault) _logger.ReaderFailed(reader.Name, fault);
        else _logger.GaveUp(reader.Name);
        return false;
    }

    private bool IsFirst(string reader, bool isFault)
    {
        lock (_gate) return _named.Add((reader, isFault));
    }
}
