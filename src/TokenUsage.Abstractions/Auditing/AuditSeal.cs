using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TokenUsage.Storage;

/// <summary>How entries of an audit trail are sealed and persons hidden in it, the same in every store.</summary>
public static class AuditSeal
{
    /// <summary>The bytes of a seal, of a commitment and of a salt.</summary>
    public const int Size = 32;

    private const byte Format = 1;

    /// <summary>Seals an entry: SHA-256 over the seal before it and every member, each with its length before it.</summary>
    /// <param name="previous">The seal of the entry before; 32 zero bytes for the first.</param>
    /// <param name="sequence">The entry's number.</param>
    /// <param name="at">When it was added.</param>
    /// <param name="actor">The commitment to who made the change.</param>
    /// <param name="subject">The commitment to whom it is about; <see langword="null"/> for nobody.</param>
    /// <param name="texts">Action, target, before and after.</param>
    public static byte[] Of(
        ReadOnlySpan<byte> previous, long sequence, DateTimeOffset at, byte[] actor, byte[]? subject,
        params ReadOnlySpan<string?> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[1 + (2 * sizeof(long))];
        numbers[0] = Format;
        BinaryPrimitives.WriteInt64LittleEndian(numbers[1..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[9..], at.UtcTicks);
        hash.AppendData(previous);
        hash.AppendData(numbers);
        Append(hash, actor);
        Append(hash, subject);
        foreach (string? text in texts) Append(hash, text is null ? null : Encoding.UTF8.GetBytes(text));
        return hash.GetHashAndReset();
    }

    /// <summary>Commits to a person: says nothing about the name to whoever has not its salt.</summary>
    public static byte[] Commit(ReadOnlySpan<byte> salt, string name) =>
        HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(name));

    /// <summary>Makes the salt of one person.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(Size);

    /// <summary>Takes the names of persons out of a text that is kept for ever.</summary>
    public static string? Hide(string? text, string? subject) =>
        text is null || string.IsNullOrEmpty(subject)
            ? text : text.Replace(subject, "{subject}", StringComparison.Ordinal);

    private static void Append(IncrementalHash hash, byte[]? bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes?.Length ?? -1);
        hash.AppendData(length);
        if (bytes is not null) hash.AppendData(bytes);
    }
}
