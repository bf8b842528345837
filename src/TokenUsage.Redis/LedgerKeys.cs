using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace TokenUsage.Redis;

/// <summary>The names under which a ledger keeps its parts.</summary>
/// <remarks>
/// The prefix is the keys' hash tag, so that a cluster keeps them in one slot and one script may touch them all. An
/// account's text may name a user: only 128 bits of its SHA-256 are sent.
/// </remarks>
internal sealed class LedgerKeys(string prefix)
{
    private const int HashBytes = 16;

    private readonly string _counter = $"{{{prefix}}}:c:";

    public RedisKey Leases { get; } = $"{{{prefix}}}:leases";

    public RedisKey Due { get; } = $"{{{prefix}}}:due";

    public RedisKey Resolved { get; } = $"{{{prefix}}}:resolved";

    public RedisKey Probe { get; } = $"{{{prefix}}}:probe";

    public string CounterOf(string account, long window)
    {
        byte[] text = new byte[Encoding.UTF8.GetMaxByteCount(account.Length) + sizeof(long)];
        int length = Encoding.UTF8.GetBytes(account, text);
        BinaryPrimitives.WriteInt64LittleEndian(text.AsSpan(length), window);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.AsSpan(0, length + sizeof(long)), hash);
        return _counter + Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
