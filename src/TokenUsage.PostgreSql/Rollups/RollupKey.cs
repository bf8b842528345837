using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>The values of a cube's dimensions, compared by content.</summary>
internal readonly struct RollupKey : IEquatable<RollupKey>
{
    // One dimension is the common case, and needs no array.
    private readonly string? _only;
    private readonly string?[]? _texts;

    public RollupKey(string?[] texts)
    {
        Count = texts.Length;
        if (texts.Length > 1) _texts = texts;
        else if (texts.Length == 1) _only = texts[0];
    }

    public RollupKey(string? only)
    {
        Count = 1;
        _only = only;
    }

    public int Count { get; }

    public string? this[int index] => _texts is null ? _only : _texts[index];

    public string?[] ToArray()
    {
        var texts = new string?[Count];
        for (int i = 0; i < texts.Length; i++) texts[i] = this[i];
        return texts;
    }

    /// <summary>Gets a digest that stands for the texts in an index, which could not hold long ones.</summary>
    public Guid Digest()
    {
        var content = new ArrayBufferWriter<byte>();
        for (int i = 0; i < Count; i++)
        {
            string? text = this[i];
            BinaryPrimitives.WriteInt32LittleEndian(content.GetSpan(4), text?.Length ?? -1);
            content.Advance(4);
            if (text is not null) Encoding.UTF8.GetBytes(text, content);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content.WrittenSpan, hash);
        return new Guid(hash[..16]);
    }

    public bool Equals(RollupKey other)
    {
        if (Count != other.Count) return false;
        if (_texts is null) return string.Equals(_only, other._only, StringComparison.Ordinal);
        return _texts.AsSpan().SequenceEqual(other._texts);
    }

    public override bool Equals(object? obj) => obj is RollupKey other && Equals(other);

    public override int GetHashCode()
    {
        if (_texts is null) return _only is null ? Count : string.GetHashCode(_only, StringComparison.Ordinal);

        var hash = new HashCode();
        foreach (string? text in _texts) hash.Add(text);
        return hash.ToHashCode();
    }
}
