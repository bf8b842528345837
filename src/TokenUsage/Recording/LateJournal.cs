namespace TokenUsage.Recording;

/// <summary>Keeps what is recorded after the end: callbacks of calls that nobody waited for.</summary>
/// <remarks>
/// Each record gets a folder of its own, which the next process adopts. That costs its caller some milliseconds. The
/// journal kept open for ever would cost a folder that can neither be deleted nor adopted.
/// </remarks>
internal sealed class LateJournal(string root, IJournalDisk disk, TimeProvider time)
{
    // Every one is a file: more than this many after the end is no straggler but a caller who goes on.
    private const int MaxRecords = 10_000;

    private int _records;

    public bool TryAppend(ReadOnlySpan<byte> frame)
    {
        if (Interlocked.Increment(ref _records) > MaxRecords) return false;

        using JournalFolder folder = JournalFolder.Create(root, time);
        int record = frame.Length - JournalFrame.HeaderBytes;
        using JournalSegment segment = JournalSegment.Create(
            folder.NextSegment(), JournalSegment.HeaderBytes + JournalFrame.SizeOf(record), disk);
        bool isAppended = segment.TryAppend(frame, out _);
        segment.Flush();
        return isAppended;
    }
}
