using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TokenUsage.Providers.Scanning;

/// <summary>Leaps over JSON that nobody wants, 64 bytes at a time, however it is cut.</summary>
/// <remarks>Each method returns the index behind what it skipped, or -1 when the bytes ended first: then call it again
/// with the next ones and the same state.</remarks>
internal static class JsonSkip
{
    // A byte with its highest bit set counts for less than a character.
    private const byte NotAscii = 0x80;

    private static Vector256<byte> Ends
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(Vector128.Create(
            255, 255, (byte)'"', 255, 255, 255, 255, 255, 255, 255, 255, 255, (byte)'\\', 255, 255, 255));
    }

    /// <summary>Finds a short string's end.</summary>
    /// <returns>The index of the first quote or backslash from <paramref name="start"/>, or the length.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int QuoteOrBackslash(ReadOnlySpan<byte> bytes, int start)
    {
        int near = NearQuoteOrBackslash(bytes, start);
        if (near >= 0) return near;

        int index = bytes[start..].IndexOfAny((byte)'"', (byte)'\\');
        return index < 0 ? bytes.Length : start + index;
    }

    /// <summary>Looks for a string's end in the next 32 bytes only, or 16 where there are no more.</summary>
    /// <returns>The index of the first quote or backslash; -1 when it is not that near.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NearQuoteOrBackslash(ReadOnlySpan<byte> bytes, int start)
    {
        if (bytes.Length - start < Vector256<byte>.Count) return NearerQuoteOrBackslash(bytes, start);
        Vector256<byte> near = Vector256.LoadUnsafe(ref Reference(bytes), (nuint)start);
        uint found = (Vector256.Equals(near, Vector256.Create((byte)'"'))
            | Vector256.Equals(near, Vector256.Create((byte)'\\'))).ExtractMostSignificantBits();
        return found == 0 ? -1 : start + BitOperations.TrailingZeroCount(found);
    }

    private static int NearerQuoteOrBackslash(ReadOnlySpan<byte> bytes, int start)
    {
        if (bytes.Length - start < Vector128<byte>.Count) return -1;
        Vector128<byte> near = Vector128.LoadUnsafe(ref Reference(bytes), (nuint)start);
        uint found = (Vector128.Equals(near, Vector128.Create((byte)'"'))
            | Vector128.Equals(near, Vector128.Create((byte)'\\'))).ExtractMostSignificantBits();
        return found == 0 ? -1 : start + BitOperations.TrailingZeroCount(found);
    }

    /// <summary>Skips the rest of a string, its closing quote included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int String(ReadOnlySpan<byte> bytes, int start, ref SkipState state)
    {
        if (!state.IsEscaped) start = Run(bytes, start, alsoBits: 0);
        while (bytes.Length - start >= BlockMasks.Size)
        {
            var block = new BlockMasks(ref Unsafe.Add(ref Reference(bytes), start));
            if (block.HasQuoteOrBackslash || state.IsEscaped)
            {
                int end = StringEnd(block, BlockMasks.Size, ref state);
                if (end >= 0) return start + end + 1;
            }

            start += BlockMasks.Size;
        }

        if (start == bytes.Length) return -1;
        Span<byte> tail = stackalloc byte[BlockMasks.Size];
        int last = StringEnd(new BlockMasks(ref Pad(bytes[start..], tail)), bytes.Length - start, ref state);
        return last < 0 ? -1 : start + last + 1;
    }

    /// <summary>Skips the rest of a string and counts its characters; an escape counts as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Text(ReadOnlySpan<byte> bytes, int start, ref SkipState state, ref long characters)
    {
        if (!state.IsEscaped)
        {
            int plain = Run(bytes, start, NotAscii);
            characters += plain - start;
            start = plain;
        }

        while (bytes.Length - start >= BlockMasks.Size)
        {
            var block = new BlockMasks(ref Unsafe.Add(ref Reference(bytes), start));
            int end = TextEnd(block, BlockMasks.Size, ref state, ref characters);
            if (end >= 0) return start + end + 1;
            start += BlockMasks.Size;
        }

        if (start == bytes.Length) return -1;
        Span<byte> tail = stackalloc byte[BlockMasks.Size];
        var rest = new BlockMasks(ref Pad(bytes[start..], tail));
        int last = TextEnd(rest, bytes.Length - start, ref state, ref characters);
        return last < 0 ? -1 : start + last + 1;
    }

    /// <summary>Skips the rest of an object or array. <see cref="SkipState.Depth"/> says how many brackets are open.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Container(ReadOnlySpan<byte> bytes, int start, ref SkipState state)
    {
        while (bytes.Length - start >= BlockMasks.Size)
        {
            var block = new BlockMasks(ref Unsafe.Add(ref Reference(bytes), start));
            int end = ContainerEnd(block, BlockMasks.Size, ref state);
            if (end >= 0) return start + end + 1;
            start += BlockMasks.Size;
        }

        if (start == bytes.Length) return -1;
        Span<byte> tail = stackalloc byte[BlockMasks.Size];
        int last = ContainerEnd(new BlockMasks(ref Pad(bytes[start..], tail)), bytes.Length - start, ref state);
        return last < 0 ? -1 : start + last + 1;
    }

    // Long plain text is most of what answers consist of: four blocks at a time, and one question to all of them.
    // Compiled at once and fully: the first long answer should not wait until the runtime has noticed the loop.
    // One shuffle finds both bytes: each byte's low half picks the only byte with that half that would end the run.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Run(ReadOnlySpan<byte> bytes, int start, byte alsoBits)
    {
        const int Step = 4 * BlockMasks.Size;
        ref byte first = ref Reference(bytes);
        Vector256<byte> ends = Ends;
        Vector256<byte> also = Vector256.Create(alsoBits);
        nuint at = (nuint)start;
        nuint last = (nuint)bytes.Length;
        for (; last - at >= Step; at += Step)
        {
            Vector256<byte> a = Vector256.LoadUnsafe(ref first, at);
            Vector256<byte> b = Vector256.LoadUnsafe(ref first, at + 32);
            Vector256<byte> c = Vector256.LoadUnsafe(ref first, at + 64);
            Vector256<byte> d = Vector256.LoadUnsafe(ref first, at + 96);
            Vector256<byte> e = Vector256.LoadUnsafe(ref first, at + 128);
            Vector256<byte> f = Vector256.LoadUnsafe(ref first, at + 160);
            Vector256<byte> g = Vector256.LoadUnsafe(ref first, at + 192);
            Vector256<byte> h = Vector256.LoadUnsafe(ref first, at + 224);
            Vector256<byte> found =
                ((Found(a, ends) | Found(b, ends)) | (Found(c, ends) | Found(d, ends)))
                | ((Found(e, ends) | Found(f, ends)) | (Found(g, ends) | Found(h, ends)));
            Vector256<byte> high = ((a | b) | (c | d)) | ((e | f) | (g | h));
            if ((found | (high & also)) != Vector256<byte>.Zero) break;
        }

        return (int)at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Found(Vector256<byte> bytes, Vector256<byte> ends) => Avx2.IsSupported
        ? Vector256.Equals(Avx2.Shuffle(ends, bytes), bytes)
        : Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int StringEnd(BlockMasks block, int count, ref SkipState state)
    {
        ulong quotes = block.Quotes & ~state.Escaped(block.Backslashes, count);
        return quotes == 0 ? -1 : BitOperations.TrailingZeroCount(quotes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TextEnd(BlockMasks block, int count, ref SkipState state, ref long characters)
    {
        ulong escaped = state.Escaped(block.Backslashes, count);
        ulong quotes = block.Quotes & ~escaped;
        int end = quotes == 0 ? -1 : BitOperations.TrailingZeroCount(quotes);
        int real = end < 0 ? count : end;
        ulong inside = real == BlockMasks.Size ? ulong.MaxValue : (1UL << real) - 1;
        characters += BitOperations.PopCount(block.Characters & inside);
        if (escaped == 0) return end;

        // \n is two bytes for one character, \u00e9 six.
        escaped &= inside;
        characters -= BitOperations.PopCount(escaped) + 4 * BitOperations.PopCount(escaped & block.Where((byte)'u'));
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ContainerEnd(BlockMasks block, int count, ref SkipState state)
    {
        ulong quotes = block.Quotes & ~state.Escaped(block.Backslashes, count);
        ulong outside = ~state.InString(quotes);
        return state.Close(block.Opens & outside, block.Closes & outside);
    }

    private static ref byte Pad(ReadOnlySpan<byte> rest, Span<byte> tail)
    {
        tail.Fill((byte)' ');
        rest.CopyTo(tail);
        return ref MemoryMarshal.GetReference(tail);
    }

    private static ref byte Reference(ReadOnlySpan<byte> bytes) => ref MemoryMarshal.GetReference(bytes);
}
