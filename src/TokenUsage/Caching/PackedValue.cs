using System.IO.Compression;
using System.Text;

namespace TokenUsage.Caching;

/// <summary>A long text or array of bytes, compressed while it lies in the cache.</summary>
internal sealed class PackedValue
{
    private readonly byte[] _packed;
    private readonly int _length;
    private readonly bool _isText;

    private PackedValue(byte[] packed, int length, bool isText) =>
        (_packed, _length, _isText) = (packed, length, isText);

    public long Size => _packed.Length;

    /// <summary>Gets about how many bytes a value takes whose owner did not say.</summary>
    public static long SizeOf(object value) => value switch
    {
        string text => sizeof(char) * (long)text.Length,
        byte[] bytes => bytes.Length,
        PackedValue packed => packed.Size,
        _ => 256,
    };

    /// <summary>Compresses a value where that is possible and saves something; otherwise gives it back.</summary>
    public static object Pack(object value, long above)
    {
        if (value is not (string or byte[]) || SizeOf(value) <= above) return value;

        byte[] plain = value as byte[] ?? Encoding.UTF8.GetBytes((string)value);
        byte[] packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];

        // Quality 4: nearly as small as 11 for JSON and HTML, at a hundredth of its time.
        bool isPacked = BrotliEncoder.TryCompress(plain, packed, out int written, quality: 4, window: 22);
        return isPacked && written < SizeOf(value)
            ? new PackedValue(packed[..written], plain.Length, value is string) : value;
    }

    public object Unpack()
    {
        var plain = new byte[_length];
        if (!BrotliDecoder.TryDecompress(_packed, plain, out int written) || written != _length)
            throw new InvalidDataException("A compressed entry of the cache is damaged.");
        return _isText ? Encoding.UTF8.GetString(plain) : plain;
    }
}
