using System.Numerics;

namespace TokenUsage.Providers.Scanning;

/// <summary>The values of the event under way, kept until it ends: only then is a later duplicate ruled out.</summary>
/// <remarks>A value that stands whole in the bytes at hand is not copied, unless they end before its event does.</remarks>
internal sealed class PendingValues
{
    /// <summary>The most bytes that the values of one event may have together.</summary>
    public const int Capacity = 3072;

    private const int FirstSize = 256;

    private byte[] _copied = [];
    private int _copiedLength;
    private int _openStart = -1;
    private int _live;
    private ulong _pending;
    private ulong _inCopy;
    private Slot[] _slots = [];

    public bool IsEmpty => _pending == 0;

    /// <summary>Gets whether a value is begun and not ended.</summary>
    public bool IsOpen => _openStart >= 0;

    public void Begin(int paths)
    {
        if (_slots.Length < paths) _slots = new Slot[paths];
        Clear();
    }

    public void Clear()
    {
        _copiedLength = 0;
        _openStart = -1;
        _live = 0;
        _pending = 0;
        _inCopy = 0;
    }

    /// <summary>Adds a value that stands in the bytes at hand.</summary>
    /// <returns><see langword="false"/> when the event's values have become too many.</returns>
    public bool Add(int path, int start, int length)
    {
        Retract(1UL << path);
        _slots[path] = new Slot(start, length);
        _pending |= 1UL << path;
        _live += length;
        return _live <= Capacity;
    }

    /// <summary>Begins a value that the end of the bytes at hand cuts.</summary>
    public void Open() => _openStart = _copiedLength;

    /// <summary>Adds a part of the value that was begun.</summary>
    public bool Extend(ReadOnlySpan<byte> part)
    {
        if (_live + (_copiedLength - _openStart) + part.Length > Capacity) return false;
        if (_copiedLength + part.Length > _copied.Length) Reserve(part.Length);
        part.CopyTo(_copied.AsSpan(_copiedLength));
        _copiedLength += part.Length;
        return true;
    }

    /// <summary>Ends the value that was begun.</summary>
    public bool Close(int path)
    {
        bool isAdded = Add(path, _openStart, _copiedLength - _openStart);
        _openStart = -1;
        _inCopy |= 1UL << path;
        return isAdded;
    }

    /// <summary>Forgets values: a duplicate of their own name, or of one above them, has replaced them.</summary>
    public void Retract(ulong paths)
    {
        ulong gone = _pending & paths;
        _pending &= ~paths;
        _inCopy &= ~paths;
        for (; gone != 0; gone &= gone - 1) _live -= _slots[BitOperations.TrailingZeroCount(gone)].Length;
    }

    /// <summary>Notes where the values stand, counted from a place in the bytes at hand.</summary>
    /// <returns>How many there are; -1 when they are too many, or not all of them stand there.</returns>
    public int CopyTo(Span<(int Path, int Start, int Length)> values, int origin)
    {
        if (_inCopy != 0 || BitOperations.PopCount(_pending) > values.Length) return -1;

        int count = 0;
        for (ulong rest = _pending; rest != 0; rest &= rest - 1)
        {
            int path = BitOperations.TrailingZeroCount(rest);
            Slot slot = _slots[path];
            values[count++] = (path, slot.Start - origin, slot.Length);
        }

        return count;
    }

    /// <summary>Hands values over, in the order of their paths.</summary>
    /// <returns>Those that there were.</returns>
    public ulong Deliver(ulong paths, ReadOnlySpan<byte> bytes, IValueSink sink)
    {
        ulong delivered = _pending & paths;
        for (ulong rest = delivered; rest != 0; rest &= rest - 1)
        {
            int path = BitOperations.TrailingZeroCount(rest);
            Slot slot = _slots[path];
            ReadOnlySpan<byte> source = (_inCopy >> path & 1) != 0 ? _copied : bytes;
            sink.Value(path, source.Slice(slot.Start, slot.Length));
        }

        Retract(delivered);
        if (_pending == 0) _copiedLength = 0;
        return delivered;
    }

    /// <summary>Copies what stands in the bytes at hand, which are about to go.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
    {
        for (ulong rest = _pending & ~_inCopy; rest != 0; rest &= rest - 1)
        {
            int path = BitOperations.TrailingZeroCount(rest);
            Slot slot = _slots[path];
            if (_copiedLength + slot.Length > _copied.Length) Reserve(slot.Length);
            bytes.Slice(slot.Start, slot.Length).CopyTo(_copied.AsSpan(_copiedLength));
            _slots[path] = slot with { Start = _copiedLength };
            _copiedLength += slot.Length;
            _inCopy |= 1UL << path;
        }
    }

    private void Reserve(int length)
    {
        if (_copiedLength + length > Capacity) Compact();
        int size = Math.Max(FirstSize, _copied.Length);
        while (size < _copiedLength + length) size *= 2;
        if (size > _copied.Length) Array.Resize(ref _copied, Math.Min(size, Capacity));
    }

    // Only duplicates leave gaps. What is open stands last and moves down with the rest.
    private void Compact()
    {
        Span<byte> compact = stackalloc byte[Capacity];
        int length = 0;
        for (ulong rest = _inCopy; rest != 0; rest &= rest - 1)
        {
            int path = BitOperations.TrailingZeroCount(rest);
            Slot slot = _slots[path];
            _copied.AsSpan(slot.Start, slot.Length).CopyTo(compact[length..]);
            _slots[path] = slot with { Start = length };
            length += slot.Length;
        }

        if (_openStart >= 0)
        {
            ReadOnlySpan<byte> open = _copied.AsSpan(_openStart, _copiedLength - _openStart);
            open.CopyTo(compact[length..]);
            _openStart = length;
            length += open.Length;
        }

        compact[..length].CopyTo(_copied);
        _copiedLength = length;
    }

    private readonly record struct Slot(int Start, int Length);
}
