using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace TokenUsage.Recording;

/// <summary>A file in memory, reached through its handle.</summary>
/// <remarks>
/// The handle counts its users: a record that comes while the journal closes meets an exception and not an unmapped
/// page, which a pointer of our own would. A stream over the map took three times as long for each write.
/// </remarks>
internal sealed class MappedBytes : ISegmentBytes
{
    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _bytes;

    /// <param name="file">The file; owned from here on.</param>
    /// <param name="size">Its size.</param>
    public MappedBytes(FileStream file, int size)
    {
        _file = file;
        try
        {
            _map = MemoryMappedFile.CreateFromFile(
                file, null, size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, size);
            _bytes = _view.SafeMemoryMappedViewHandle;
        }
        catch
        {
            _map?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public void Write(int offset, ReadOnlySpan<byte> bytes) => _bytes.WriteSpan((ulong)offset, bytes);

    public void WriteWord(int offset, uint word) => _bytes.Write((ulong)offset, word);

    public void Read(int offset, Span<byte> destination) => _bytes.ReadSpan((ulong)offset, destination);

    public void Flush()
    {
        _view.Flush();
        _file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }
}
