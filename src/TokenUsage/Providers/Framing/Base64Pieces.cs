namespace TokenUsage.Providers.Framing;

/// <summary>Decodes base64 that comes in pieces of any size.</summary>
/// <remarks>The framework's decoder wants groups of four at once and throws on what is none; here a wrong byte is passed over.</remarks>
internal sealed class Base64Pieces
{
    private static readonly sbyte[] Values = MakeValues();

    private uint _bits;
    private int _count;

    public void Clear()
    {
        _bits = 0;
        _count = 0;
    }

    /// <summary>Decodes as much of <paramref name="text"/> as fits.</summary>
    public void Decode(ReadOnlySpan<byte> text, Span<byte> plain, out int read, out int written)
    {
        written = 0;
        for (read = 0; read < text.Length && written < plain.Length; read++)
        {
            int value = Values[text[read]];
            if (value < 0) continue;

            _bits = (_bits << 6) | (uint)value;
            if (++_count == 1) continue;

            plain[written++] = (byte)(_bits >> (8 - 2 * _count));
            if (_count == 4) _count = 0;
        }
    }

    private static sbyte[] MakeValues()
    {
        var values = new sbyte[256];
        Array.Fill(values, (sbyte)-1);
        ReadOnlySpan<byte> alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (int i = 0; i < alphabet.Length; i++) values[alphabet[i]] = (sbyte)i;
        return values;
    }
}
