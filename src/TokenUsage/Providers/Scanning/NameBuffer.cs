namespace TokenUsage.Providers.Scanning;

/// <summary>A property name that is cut, or has escapes.</summary>
internal sealed class NameBuffer
{
    /// <summary>The most bytes of a name as it is written: every byte of the longest one may be \u00xx.</summary>
    public const int Capacity = 6 * PathTree.MaxNameLength;

    private byte[] _raw = [];
    private int _length;
    private bool _isTooLong;

    public void Clear()
    {
        _length = 0;
        _isTooLong = false;
    }

    public void Append(ReadOnlySpan<byte> part)
    {
        if (_isTooLong || _length + part.Length > Capacity)
        {
            _isTooLong = true;
            return;
        }

        if (_raw.Length == 0) _raw = new byte[Capacity];
        part.CopyTo(_raw.AsSpan(_length));
        _length += part.Length;
    }

    /// <summary>Gets the name without escapes; empty, which no path has, when it is longer than any.</summary>
    public ReadOnlySpan<byte> Plain() => _isTooLong ? [] : JsonEscapes.Remove(_raw.AsSpan(0, _length));
}
