using System.Buffers.Binary;

namespace TokenUsage.Providers.Framing;

/// <summary>CRC-32 as in IEEE 802.3, eight bytes at a time.</summary>
/// <remarks>The framework's own is a package of its own; the processor's instruction computes another polynomial.</remarks>
internal static class Crc32
{
    public const uint Start = 0xFFFF_FFFF;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>Goes on with a checksum; <see cref="Start"/> begins one and the complement of the last result is it.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> t = Tables;
        while (bytes.Length >= 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[0x700 + (int)(low & 0xFF)] ^ t[0x600 + (int)(low >> 8 & 0xFF)]
                ^ t[0x500 + (int)(low >> 16 & 0xFF)] ^ t[0x400 + (int)(low >> 24)]
                ^ t[0x300 + (int)(high & 0xFF)] ^ t[0x200 + (int)(high >> 8 & 0xFF)]
                ^ t[0x100 + (int)(high >> 16 & 0xFF)] ^ t[(int)(high >> 24)];
            bytes = bytes[8..];
        }

        foreach (byte next in bytes) crc = t[(int)((crc ^ next) & 0xFF)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (uint n = 0; n < 256; n++)
        {
            uint crc = n;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
            tables[n] = crc;
        }

        for (int n = 256; n < tables.Length; n++)
        {
            uint before = tables[n - 256];
            tables[n] = (before >> 8) ^ tables[before & 0xFF];
        }

        return tables;
    }
}
