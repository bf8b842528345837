using Microsoft.Extensions.Logging;

namespace TokenUsage.Recording;

/// <summary>Hands out what dead processes left in their folders, oldest first, one segment in memory at a time.</summary>
internal sealed class JournalRecovery : IDisposable
{
    private readonly Queue<JournalFolder> _folders;
    private readonly List<JournalFolder> _emptied = [];
    private readonly Queue<string> _segments = new();
    private readonly IJournalDisk _disk;
    private readonly Quarantine _quarantine;
    private readonly ILogger _logger;

    private JournalScan? _scan;
    private JournalSegment? _segment;
    private int _next;

    public JournalRecovery(
        IEnumerable<JournalFolder> orphans, IJournalDisk disk, Quarantine quarantine, ILogger logger)
    {
        _folders = new Queue<JournalFolder>(orphans);
        _disk = disk;
        _quarantine = quarantine;
        _logger = logger;
        IsDone = _folders.Count == 0;
    }

    /// <summary>Gets whether everything has been handed out.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Gets how many records were found, unreadable ones included.</summary>
    public long Found { get; private set; }

    /// <summary>Gets how many of them cannot be read and are kept aside.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Takes over what a process left that died while this one runs, and lets go of what is stored by now.</summary>
    /// <returns>Whether there is more to hand out.</returns>
    public bool Adopt(IEnumerable<JournalFolder> orphans)
    {
        foreach (JournalFolder folder in orphans) _folders.Enqueue(folder);
        if (_folders.Count > 0) IsDone = false;

        // A folder is held until its last segment is gone; held to the end, each death of another would cost a handle.
        foreach (JournalFolder done in _emptied.Where(folder => folder.Segments.Count == 0).ToArray())
        {
            _emptied.Remove(done);
            done.Dispose();
        }

        return !IsDone;
    }

    /// <summary>Hands out the next record.</summary>
    public bool TryTake(out JournalPosition position, out UsageRecord? record)
    {
        while (!IsDone)
        {
            if (_scan is { } scan && _next < scan.Waiting.Count)
            {
                (int offset, int length) = scan.Waiting[_next++];
                position = new JournalPosition(_segment!, offset, length);
                if (RecordDecoder.TryDecode(scan.RecordAt(offset, length), out record)) return true;

                KeepAside(scan.RecordAt(offset, length), "The record is of an unknown version or malformed.");
                _segment!.Finish(offset);
                continue;
            }

            OpenNext();
        }

        position = default;
        record = null;
        return false;
    }

    /// <summary>Deletes the folders whose records are all stored by now, and gives up the others.</summary>
    public void Dispose()
    {
        foreach (JournalFolder folder in _emptied.Concat(_folders)) folder.Dispose();
    }

    private void OpenNext()
    {
        _scan = null;
        if (_segments.TryDequeue(out string? path))
        {
            Open(path);
        }
        else if (_folders.TryDequeue(out JournalFolder? folder))
        {
            // Its lock is held to the end: until its records are stored, nobody else may offer them.
            _emptied.Add(folder);
            foreach (string segment in folder.Segments) _segments.Enqueue(segment);
        }
        else
        {
            IsDone = true;
        }
    }

    private void Open(string path)
    {
        JournalScan scan;
        try
        {
            scan = JournalScan.Of(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays where it is, for a process that can read it.
            _logger.SegmentUnreadable(path, exception);
            return;
        }

        foreach (Range stretch in scan.Unreadable)
            KeepAside(scan.Bytes(stretch), "The checksum does not match: the disk or the file is damaged.");

        Found += scan.Waiting.Count + scan.Unreadable.Count;
        _next = 0;
        _segment = JournalSegment.Recovered(path, scan.Waiting.Count, _disk);
        _scan = scan;
        if (scan.Waiting.Count == 0) _segment.TryDelete();
    }

    private void KeepAside(ReadOnlySpan<byte> bytes, string reason)
    {
        _quarantine.Keep(bytes, reason);
        Unreadable++;
    }
}
