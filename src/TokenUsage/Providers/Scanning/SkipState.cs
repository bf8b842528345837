using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TokenUsage.Providers.Scanning;

/// <summary>What must be remembered of skipped JSON when it is cut: depth, inside a string or not, behind a backslash or not.</summary>
internal struct SkipState
{
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    private ulong _escaped;
    private ulong _inString;

    /// <summary>Gets or sets how many brackets are open.</summary>
    public int Depth { get; set; }

    /// <summary>Gets whether the next byte is behind a backslash.</summary>
    public readonly bool IsEscaped => _escaped != 0;

    /// <summary>Marks the bytes that a backslash precedes and thereby takes their meaning from.</summary>
    /// <param name="backslashes">The block's backslashes.</param>
    /// <param name="count">How many bytes of the block are real.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Escaped(ulong backslashes, int count)
    {
        if (backslashes == 0)
        {
            ulong first = _escaped;
            _escaped = 0;
            return first;
        }

        // A run of backslashes escapes what follows when its length is odd; the addition carries each run to its end.
        backslashes &= ~_escaped;
        ulong follows = (backslashes << 1) | _escaped;
        ulong oddStarts = backslashes & ~EvenBits & ~follows;
        ulong carried = unchecked(oddStarts + backslashes);
        ulong escaped = (EvenBits ^ (carried << 1)) & follows;
        _escaped = count < BlockMasks.Size ? (escaped >> count) & 1 : carried < oddStarts ? 1UL : 0;
        return escaped;
    }

    /// <summary>Marks the bytes inside strings, opening quotes included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong InString(ulong quotes)
    {
        ulong inside = PrefixXor(quotes) ^ _inString;
        _inString = (ulong)((long)inside >> 63);
        return inside;
    }

    /// <summary>Counts a block's brackets.</summary>
    /// <returns>The bit of the bracket that closes the last open one; -1 when none does.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Close(ulong opens, ulong closes)
    {
        int closing = BitOperations.PopCount(closes);
        if (Depth > closing)
        {
            Depth += BitOperations.PopCount(opens) - closing;
            return -1;
        }

        return CloseOneByOne(opens, closes);
    }

    private int CloseOneByOne(ulong opens, ulong closes)
    {
        while (closes != 0)
        {
            int bit = BitOperations.TrailingZeroCount(closes);
            ulong before = (1UL << bit) - 1;
            Depth += BitOperations.PopCount(opens & before) - 1;
            if (Depth == 0) return bit;
            opens &= ~before;
            closes &= closes - 1;
        }

        Depth += BitOperations.PopCount(opens);
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(
                Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
