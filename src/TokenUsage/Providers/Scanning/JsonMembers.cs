using System.Buffers;

namespace TokenUsage.Providers.Scanning;

/// <summary>Walks the members of an object, or the elements of an array, that the scanner has handed over whole.</summary>
/// <remarks>Never throws, as a <c>Utf8JsonReader</c> would: malformed JSON ends the walk.</remarks>
internal ref struct JsonMembers
{
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",}] \n\r\t:"u8);

    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _isObject;
    private int _next;

    public JsonMembers(ReadOnlySpan<byte> json)
    {
        _json = json;
        _isObject = json.Length > 0 && json[0] == '{';
        _next = json.Length > 0 && json[0] is (byte)'{' or (byte)'[' ? 1 : json.Length;
    }

    /// <summary>Gets the member's name, its escapes removed; empty for an element.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Gets the value's JSON text.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly JsonMembers GetEnumerator() => this;

    public readonly JsonMembers Current => this;

    public bool MoveNext()
    {
        if (!SkipTo(out byte first)) return false;
        Name = default;
        if (_isObject)
        {
            if (first != '"' || !TrySkipString(out ReadOnlySpan<byte> name)) return false;
            Name = name.IndexOf((byte)'\\') < 0 ? name : JsonEscapes.Remove(name.ToArray());
            if (!SkipTo(out first) || first != ':') return false;
            _next++;
            if (!SkipTo(out first)) return false;
        }

        int start = _next;
        if (!TrySkipValue(first)) return false;
        Value = _json[start.._next];
        return true;
    }

    // Commas are passed over like white space: who misplaces one still means the same.
    private bool SkipTo(out byte first)
    {
        first = 0;
        while (_next < _json.Length)
        {
            first = _json[_next];
            if (first is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)','))
                return first is not ((byte)'}' or (byte)']');
            _next++;
        }

        return false;
    }

    private bool TrySkipString(out ReadOnlySpan<byte> text)
    {
        int start = _next + 1;
        var state = default(SkipState);
        int end = JsonSkip.QuoteOrBackslash(_json, start);
        end = end < _json.Length && _json[end] == '"' ? end + 1 : JsonSkip.String(_json, start, ref state);
        text = end < 0 ? default : _json[start..(end - 1)];
        _next = end < 0 ? _json.Length : end;
        return end >= 0;
    }

    private bool TrySkipValue(byte first)
    {
        if (first == '"') return TrySkipString(out _);
        if (first is (byte)'{' or (byte)'[')
        {
            var state = default(SkipState);
            int end = JsonSkip.Container(_json, _next, ref state);
            _next = end < 0 ? _json.Length : end;
            return end >= 0;
        }

        int length = _json[_next..].IndexOfAny(ScalarEnds);
        _next = length < 0 ? _json.Length : _next + length;
        return length > 0;
    }
}
