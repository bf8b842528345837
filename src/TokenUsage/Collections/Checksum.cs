using System.Numerics;
using System.Runtime.InteropServices;

namespace TokenUsage.Collections;

/// <summary>CRC-32C, for which processors have an instruction.</summary>
internal static class Checksum
{
    /// <summary>Computes the checksum of bytes, going on from an earlier one.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        uint crc = ~seed;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }
}
