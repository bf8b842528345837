using System.Buffers.Binary;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.PowerCut;

/// <summary>The bytes of a segment, with a log of each write and each flush.</summary>
internal sealed class LoggedBytes(ISegmentBytes bytes, string path, DiskLog log) : ISegmentBytes
{
    // Logged after the write: the log then never holds what the file does not.
    public void Write(int offset, ReadOnlySpan<byte> written)
    {
        bytes.Write(offset, written);
        log.Add(DiskEventKind.Written, path, offset, written);
    }

    public void WriteWord(int offset, uint word)
    {
        bytes.WriteWord(offset, word);
        Span<byte> written = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(written, word);
        log.Add(DiskEventKind.Written, path, offset, written);
    }

    public void WriteWord(int offset, ulong word)
    {
        bytes.WriteWord(offset, word);
        Span<byte> written = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(written, word);
        log.Add(DiskEventKind.Written, path, offset, written);
    }

    public void Read(int offset, Span<byte> destination) => bytes.Read(offset, destination);

    public void Flush()
    {
        int began = log.Now;
        bytes.Flush();
        log.Add(DiskEventKind.Flushed, path, began: began);
    }

    public void Dispose() => bytes.Dispose();
}
