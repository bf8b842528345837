using System.Buffers.Text;
using System.Text;

namespace TokenUsage.Providers.Scanning;

/// <summary>The escapes of JSON strings.</summary>
internal static class JsonEscapes
{
    /// <summary>Replaces the escapes by what they stand for, in place.</summary>
    /// <returns>The part of <paramref name="raw"/> that is left. An escape that JSON does not have stays as it is.</returns>
    public static Span<byte> Remove(Span<byte> raw)
    {
        int read = raw.IndexOf((byte)'\\');
        if (read < 0) return raw;

        int written = read;
        while (read < raw.Length)
        {
            if (raw[read] != '\\' || read + 1 == raw.Length)
            {
                raw[written++] = raw[read++];
                continue;
            }

            if (raw[read + 1] == 'u' && TryReadUnit(raw, read, out int unit))
            {
                read += 6;
                if (char.IsHighSurrogate((char)unit) && TryReadUnit(raw, read, out int low)
                    && char.IsLowSurrogate((char)low))
                {
                    unit = char.ConvertToUtf32((char)unit, (char)low);
                    read += 6;
                }

                // Six bytes make way for at most three, twelve for four.
                written +=
                    (Rune.TryCreate(unit, out Rune rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(raw[written..]);
                continue;
            }

            raw[written++] = Plain(raw[read + 1]);
            read += 2;
        }

        return raw[..written];
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> raw, int at, out int unit)
    {
        unit = 0;
        return raw.Length - at >= 6 && raw[at] == '\\' && raw[at + 1] == 'u'
            && Utf8Parser.TryParse(raw.Slice(at + 2, 4), out unit, out int read, 'x') && read == 4;
    }

    private static byte Plain(byte escaped) => escaped switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => escaped,
    };
}
