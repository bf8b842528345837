using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TokenUsage.Providers.Scanning;

/// <summary>Where the bytes that matter stand in 64 bytes of JSON, one bit a byte.</summary>
/// <remarks>
/// The first stage of simdjson (Langdale and Lemire, 2019), without its index: nothing here wants every token, only the
/// end of what is skipped. Two 256-bit loads; on hardware without them the runtime splits each into two of 128.
/// </remarks>
internal readonly ref struct BlockMasks
{
    public const int Size = 64;

    private readonly Vector256<byte> _low;
    private readonly Vector256<byte> _high;

    public BlockMasks(ref byte start)
    {
        _low = Vector256.LoadUnsafe(ref start);
        _high = Vector256.LoadUnsafe(ref start, (nuint)Vector256<byte>.Count);
    }

    public ulong Quotes => Where((byte)'"');

    public ulong Backslashes => Where((byte)'\\');

    /// <summary>Both kinds of opening bracket: they differ in one bit only.</summary>
    public ulong Opens => WhereFolded((byte)'{');

    public ulong Closes => WhereFolded((byte)'}');

    /// <summary>The bytes that begin a character: all but UTF-8 continuations.</summary>
    public ulong Characters => Bits(
        Vector256.GreaterThan(_low.AsSByte(), Vector256.Create((sbyte)-65)).AsByte(),
        Vector256.GreaterThan(_high.AsSByte(), Vector256.Create((sbyte)-65)).AsByte());

    public bool HasQuoteOrBackslash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Vector256<byte> quote = Vector256.Create((byte)'"');
            Vector256<byte> backslash = Vector256.Create((byte)'\\');
            Vector256<byte> any = Vector256.Equals(_low, quote) | Vector256.Equals(_low, backslash)
                | Vector256.Equals(_high, quote) | Vector256.Equals(_high, backslash);
            return any != Vector256<byte>.Zero;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Where(byte value)
    {
        Vector256<byte> wanted = Vector256.Create(value);
        return Bits(Vector256.Equals(_low, wanted), Vector256.Equals(_high, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong WhereFolded(byte value)
    {
        Vector256<byte> wanted = Vector256.Create(value);
        Vector256<byte> fold = Vector256.Create((byte)0x20);
        return Bits(Vector256.Equals(_low | fold, wanted), Vector256.Equals(_high | fold, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
