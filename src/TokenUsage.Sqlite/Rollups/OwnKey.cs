using System.Runtime.CompilerServices;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>The words of a configured cube's key, at most four, compared by value.</summary>
internal struct OwnKey(int length) : IEquatable<OwnKey>
{
    public const int Most = 4;

    private Words _words;

    public readonly int Length => length;

    public long this[int index]
    {
        readonly get => _words[index];
        set => _words[index] = value;
    }

    public readonly bool Equals(OwnKey other) => ((ReadOnlySpan<long>)_words).SequenceEqual(other._words);

    public override readonly bool Equals(object? obj) => obj is OwnKey other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_words[0], _words[1], _words[2], _words[3]);

    [InlineArray(Most)]
    private struct Words
    {
        private long _first;
    }
}
