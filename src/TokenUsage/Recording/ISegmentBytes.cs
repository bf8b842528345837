namespace TokenUsage.Recording;

/// <summary>The bytes of one segment. What is written survives the process at once, and the machine once flushed.</summary>
/// <remarks>Safe for concurrent use. After disposal each call throws <see cref="ObjectDisposedException"/>.</remarks>
internal interface ISegmentBytes : IDisposable
{
    void Write(int offset, ReadOnlySpan<byte> bytes);

    /// <summary>Writes a word of 32 bits, never half of it.</summary>
    void WriteWord(int offset, uint word);

    /// <summary>Writes a word of 64 bits, never half of it; its offset is a multiple of 8.</summary>
    void WriteWord(int offset, ulong word);

    void Read(int offset, Span<byte> destination);

    /// <summary>Returns when everything written before the call is on the disk.</summary>
    void Flush();
}
