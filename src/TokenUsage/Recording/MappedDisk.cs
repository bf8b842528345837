namespace TokenUsage.Recording;

/// <summary>Segments as memory-mapped files.</summary>
internal sealed class MappedDisk : IJournalDisk
{
    public static MappedDisk Instance { get; } = new();

    public ISegmentBytes Create(string path, int size, ReadOnlySpan<byte> beginning)
    {
        try
        {
            return new MappedBytes(JournalFile.CreateFilled(path, size, beginning), size);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public ISegmentBytes Open(string path, int size) => new MappedBytes(JournalFile.Open(path), size);

    public void Delete(string path) => File.Delete(path);
}
