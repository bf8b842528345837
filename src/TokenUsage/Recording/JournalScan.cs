namespace TokenUsage.Recording;

/// <summary>What a segment of a dead process holds: records that wait, and stretches that nobody can read.</summary>
internal sealed class JournalScan
{
    private readonly byte[] _bytes;
    private readonly List<Range> _unreadable = [];
    private readonly List<(int Offset, int Length)> _waiting = [];

    private JournalScan(byte[] bytes) => _bytes = bytes;

    /// <summary>Gets the frames that are not finished, oldest first.</summary>
    public IReadOnlyList<(int Offset, int Length)> Waiting => _waiting;

    /// <summary>Gets the stretches that hold something that is no frame.</summary>
    public IReadOnlyList<Range> Unreadable => _unreadable;

    /// <summary>Reads a segment, whatever is in it.</summary>
    public static JournalScan Of(byte[] segment)
    {
        var scan = new JournalScan(segment);
        int offset = JournalSegment.HeaderBytes;
        while (offset < segment.Length) offset = scan.Step(offset);
        return scan;
    }

    public ReadOnlySpan<byte> RecordAt(int offset, int length) =>
        _bytes.AsSpan(offset + JournalFrame.HeaderBytes, length - JournalFrame.HeaderBytes);

    public ReadOnlySpan<byte> Bytes(Range stretch) => _bytes.AsSpan()[stretch];

    private int Step(int offset)
    {
        if (TryFrame(offset, out int size)) return offset + size;

        // Frames begin on multiples of 8, so the next good one is found again behind whatever is broken.
        int next = offset;
        do next = AfterZeros(next + JournalFrame.Alignment);
        while (next < _bytes.Length && !IsFrame(next));

        // A frame without state at the end was being written when its process died: it was never acknowledged.
        ReadOnlySpan<byte> state = _bytes.AsSpan(offset, Math.Min(sizeof(uint), next - offset));
        bool isTail = next == _bytes.Length && !state.ContainsAnyExcept((byte)0);
        if (!isTail) _unreadable.Add(offset..next);
        return next;
    }

    private bool TryFrame(int offset, out int size)
    {
        size = 0;
        if (!JournalFrame.TryRead(_bytes.AsSpan(offset), out uint state, out ReadOnlySpan<byte> record)) return false;

        size = JournalFrame.SizeOf(record.Length);
        if (state == JournalFrame.Waiting) _waiting.Add((offset, JournalFrame.HeaderBytes + record.Length));
        return true;
    }

    // Most of a segment may be empty: the zeros are passed over at the speed of memory.
    private int AfterZeros(int offset)
    {
        if (offset >= _bytes.Length) return _bytes.Length;

        int zeros = _bytes.AsSpan(offset).IndexOfAnyExcept((byte)0);
        return zeros < 0 ? _bytes.Length : offset + (zeros & ~(JournalFrame.Alignment - 1));
    }

    private bool IsFrame(int offset) => JournalFrame.TryRead(_bytes.AsSpan(offset), out _, out _);
}
