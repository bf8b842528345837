using System.Text;

namespace TokenUsage.Providers.Framing;

/// <summary>The small fields of a multipart form, from its first and its last bytes: the file between them is passed over.</summary>
/// <remarks>A transcription names its model in such a field. Clients put it before the file or behind it.</remarks>
internal sealed class MultipartFields
{
    private const int Kept = 1024;

    private byte[] _first = [];
    private byte[] _last = [];
    private int _firstLength;
    private int _lastLength;

    public void Clear()
    {
        _firstLength = 0;
        _lastLength = 0;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_first.Length == 0)
        {
            _first = new byte[Kept];
            _last = new byte[Kept];
        }

        int room = Math.Min(Kept - _firstLength, bytes.Length);
        bytes[..room].CopyTo(_first.AsSpan(_firstLength));
        _firstLength += room;
        bytes = bytes[room..];
        if (bytes.Length >= Kept)
        {
            bytes[^Kept..].CopyTo(_last);
            _lastLength = Kept;
            return;
        }

        int surplus = Math.Max(0, _lastLength + bytes.Length - Kept);
        _last.AsSpan(surplus, _lastLength - surplus).CopyTo(_last);
        _lastLength -= surplus;
        bytes.CopyTo(_last.AsSpan(_lastLength));
        _lastLength += bytes.Length;
    }

    /// <summary>Finds a field of at most 128 bytes.</summary>
    public string? Value(ReadOnlySpan<byte> name) =>
        Find(_first.AsSpan(0, _firstLength), name) ?? Find(_last.AsSpan(0, _lastLength), name);

    private static string? Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> mark = "name=\""u8;
        for (int at = bytes.IndexOf(mark); at >= 0; at = bytes.IndexOf(mark))
        {
            bytes = bytes[(at + mark.Length)..];
            if (!bytes.StartsWith(name) || bytes.Length == name.Length || bytes[name.Length] != '"') continue;

            int start = bytes.IndexOf("\r\n\r\n"u8);
            if (start < 0) return null;
            ReadOnlySpan<byte> value = bytes[(start + 4)..];
            int end = value.IndexOf("\r\n"u8);
            return end is > 0 and <= 128 ? Encoding.UTF8.GetString(value[..end]) : null;
        }

        return null;
    }
}
