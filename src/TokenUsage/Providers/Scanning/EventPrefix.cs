namespace TokenUsage.Providers.Scanning;

/// <summary>What the events of a stream begin with, up to the generated text, and where the scanner stands behind it.</summary>
/// <remarks>
/// The chunks of one answer repeat its id, its model and much else: two thirds of each. Equal bytes lead to an equal
/// state, so that they need not be walked through again. Nothing is left out by it: the values in them are found at the
/// same places.
/// </remarks>
internal sealed class EventPrefix
{
    private const int MaxLength = 448;
    private const int MaxValues = 8;

    // A stream whose events begin differently each time stops being compared.
    private const int MaxMisses = 8;

    private byte[] _bytes = [];
    private PathNode[] _frames = [];
    private (int Path, int Start, int Length)[] _values = [];
    private int _valueCount;
    private int _misses;

    public int Length { get; private set; }

    public int Depth { get; private set; }

    public ulong Arrays { get; private set; }

    public PathNode? Node { get; private set; }

    public bool IsWanted => _misses < MaxMisses;

    public void Clear()
    {
        Length = 0;
        _misses = 0;
    }

    /// <summary>Says whether an event begins with it; its values then belong to the event.</summary>
    public bool TryMatch(ReadOnlySpan<byte> bytes, int start, PendingValues pending, Span<PathNode> frames)
    {
        if (Length == 0 || !bytes[start..].StartsWith(_bytes.AsSpan(0, Length))) return false;

        _misses = 0;
        _frames.AsSpan(0, Depth).CopyTo(frames);
        for (int i = 0; i < _valueCount; i++)
        {
            (int path, int offset, int length) = _values[i];
            pending.Add(path, start + offset, length);
        }

        return true;
    }

    /// <summary>Takes over what an event began with.</summary>
    public void Learn(
        ReadOnlySpan<byte> begun, int start, PendingValues pending, ReadOnlySpan<PathNode> frames, ulong arrays,
        PathNode node)
    {
        _misses++;
        Length = 0;
        if (begun.Length > MaxLength) return;
        if (_bytes.Length == 0)
        {
            _bytes = new byte[MaxLength];
            _frames = new PathNode[2 * PathTree.MaxDepth + 2];
            _values = new (int Path, int Start, int Length)[MaxValues];
        }

        _valueCount = pending.CopyTo(_values, start);
        if (_valueCount < 0) return;

        begun.CopyTo(_bytes);
        frames.CopyTo(_frames);
        Depth = frames.Length;
        Arrays = arrays;
        Node = node;
        Length = begun.Length;
    }
}
