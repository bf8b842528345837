using TokenUsage.Recording;

namespace TokenUsage.Proofs.PowerCut;

/// <summary>The disk under the journal, with a log of what the journal did to it.</summary>
internal sealed class LoggedDisk(DiskLog log) : IJournalDisk
{
    public ISegmentBytes Create(string path, int size, ReadOnlySpan<byte> beginning)
    {
        ISegmentBytes bytes = MappedDisk.Instance.Create(path, size, beginning);
        log.Add(DiskEventKind.Created, path, size);
        log.Add(DiskEventKind.Written, path, 0, beginning);
        return new LoggedBytes(bytes, path, log);
    }

    public ISegmentBytes Open(string path, int size) =>
        new LoggedBytes(MappedDisk.Instance.Open(path, size), path, log);

    public void Delete(string path)
    {
        log.Add(DiskEventKind.Deleted, path);
        MappedDisk.Instance.Delete(path);
    }
}
