using System.Security.Cryptography;
using System.Text;

namespace TokenUsage.Cli.Importing;

/// <summary>Makes a record's id from what identifies it elsewhere, so that a second import changes nothing.</summary>
internal static class StableId
{
    private const int Length = 16;
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>Makes a UUID of version 8 (RFC 9562, section 5.8) from the SHA-256 of a name.</summary>
    public static Guid Of(string kind, string name)
    {
        Span<byte> hash = SHA256.HashData(Encoding.UTF8.GetBytes(kind + "\n" + name)).AsSpan(0, Length);
        hash[VersionByte] = (byte)((hash[VersionByte] & 0x0F) | 0x80);
        hash[VariantByte] = (byte)((hash[VariantByte] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
