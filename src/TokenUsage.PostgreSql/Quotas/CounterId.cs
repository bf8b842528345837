using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TokenUsage.Admission;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>The key of a counter: a digest of account and window, since an index cannot hold long texts.</summary>
/// <remarks>Kept as the account's hint: most calls of a user count in the same window as the last.</remarks>
internal sealed class CounterId
{
    private readonly long _window;

    private CounterId(long window, Guid id)
    {
        _window = window;
        Id = id;
    }

    private Guid Id { get; }

    public static Guid Of(in LedgerLine line)
    {
        QuotaAccount account = line.Account;
        if (account.Hint is CounterId hint && hint._window == line.Window.Id) return hint.Id;

        var made = new CounterId(line.Window.Id, Digest(account.Text, line.Window.Id));
        account.Hint = made;
        return made.Id;
    }

    private static Guid Digest(string account, long window)
    {
        var content = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(account)];
        BinaryPrimitives.WriteInt64BigEndian(content, window);
        Encoding.UTF8.GetBytes(account, content.AsSpan(sizeof(long)));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
