using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>How a record lies in a segment: state, length, checksum, a spare word, then the record, on a multiple of 8.</summary>
/// <remarks>
/// The state is a word of 32 bits and not a bit: one flipped bit makes a frame unreadable, which is noticed, and never
/// makes a waiting record a finished one, which would not be.
/// </remarks>
internal static class JournalFrame
{
    public const int HeaderBytes = 16;
    public const int Alignment = 8;

    /// <summary>The largest record, 64 KiB. A larger one keeps its totals only.</summary>
    public const int MaxRecordBytes = 64 * 1024;

    public const int MaxBytes = HeaderBytes + MaxRecordBytes;

    public const uint Waiting = 0x5741_4954;
    public const uint Finished = 0x444F_4E45;

    /// <summary>Gets how many bytes a record takes in a segment.</summary>
    public static int SizeOf(int recordBytes) =>
        (HeaderBytes + recordBytes + Alignment - 1) & ~(Alignment - 1);

    /// <summary>Writes the header before a record that stands in the buffer already.</summary>
    public static void WriteHeader(Span<byte> frame, int recordBytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Waiting);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], recordBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], ChecksumOf(frame.Slice(HeaderBytes, recordBytes)));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[12..], 0);
    }

    /// <summary>Gets the first word of a frame: state and length.</summary>
    public static ulong HeadOf(ReadOnlySpan<byte> frame) => MemoryMarshal.Read<ulong>(frame);

    /// <summary>Recognises a frame at the beginning of bytes.</summary>
    /// <param name="bytes">What lies there.</param>
    /// <param name="state">Whether the record waits or is finished.</param>
    /// <param name="record">The record.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out uint state, out ReadOnlySpan<byte> record)
    {
        state = 0;
        record = default;
        if (bytes.Length < HeaderBytes) return false;

        state = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (state is not (Waiting or Finished) || length is <= 0 or > MaxRecordBytes) return false;
        if (length > bytes.Length - HeaderBytes) return false;

        record = bytes.Slice(HeaderBytes, length);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) == ChecksumOf(record);
    }

    // The length is the seed, so that a flipped length cannot meet the checksum of a shorter record.
    private static uint ChecksumOf(ReadOnlySpan<byte> record) => Checksum.Crc32C(record, (uint)record.Length);
}
