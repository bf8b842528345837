using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>The folder of one process inside the journal's path, owned through a lock on a file in it.</summary>
internal sealed class JournalFolder : IDisposable
{
    private const string LockName = "owner.lock";
    private const string SegmentPattern = "*.seg";
    private const int MaxAttempts = 3;

    private readonly string _path;
    private readonly FileStream _lock;
    private int _lastNumber;

    private JournalFolder(string path, FileStream ownerLock)
    {
        _path = path;
        _lock = ownerLock;
    }

    /// <summary>Gets the segments in it, oldest first.</summary>
    public IReadOnlyList<string> Segments =>
        [.. Directory.EnumerateFiles(_path, SegmentPattern).Order(StringComparer.Ordinal)];

    /// <summary>Makes a new folder and owns it.</summary>
    public static JournalFolder Create(string root, TimeProvider time)
    {
        for (int attempt = 1; ; attempt++)
        {
            string path = Path.Combine(root, GuidSource.Next(time.GetUtcNow()).ToString("N"));
            try
            {
                JournalFile.CreateFolder(path);
                return new JournalFolder(path, JournalFile.OpenExclusive(Path.Combine(path, LockName)));
            }
            catch (IOException) when (attempt < MaxAttempts && Directory.Exists(root))
            {
                // Another process took the folder for an orphan before it was locked. It will delete it: take another.
            }
        }
    }

    /// <summary>Takes over every folder whose owner is dead, oldest first.</summary>
    public static IEnumerable<JournalFolder> AdoptOrphans(string root)
    {
        // Named by time-ordered ids, so the order of the names is the order of their beginnings.
        foreach (string path in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            if (TryAdopt(path) is { } orphan) yield return orphan;
        }
    }

    /// <summary>Names the next segment.</summary>
    public string NextSegment() => Path.Combine(_path, $"{Interlocked.Increment(ref _lastNumber):D8}.seg");

    /// <summary>Deletes the folder when no segment is left in it, and gives it up.</summary>
    public void Dispose()
    {
        // The lock file goes first, while it is still held: nobody can adopt a folder that is half deleted.
        bool isEmpty = Segments.Count == 0;
        if (isEmpty) File.Delete(_lock.Name);
        _lock.Dispose();
        try
        {
            if (isEmpty) Directory.Delete(_path);
        }
        catch (IOException)
        {
            // Another process looked in just now. Its next start, or ours, deletes the empty folder.
        }
    }

    private static JournalFolder? TryAdopt(string path)
    {
        try
        {
            return new JournalFolder(path, JournalFile.OpenExclusive(Path.Combine(path, LockName)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It lives, or has just been deleted.
            return null;
        }
    }
}
