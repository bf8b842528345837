using System.Runtime.CompilerServices;

namespace TokenUsage.Providers.Scanning;

/// <summary>One place in a document that lies on a declared path.</summary>
internal sealed class PathNode
{
    private (byte[] Name, PathNode Node)[] _members = [];
    private ulong _lengths;

    /// <summary>Gets what the elements of an array at this place are; <see langword="null"/> when nobody wants them.</summary>
    public PathNode? Element { get; private set; }

    /// <summary>Gets the index of the path that ends here, or -1.</summary>
    public int Path { get; private set; } = -1;

    /// <summary>Gets whether the path asks only if a value is there: its first byte is handed over, however long it is.</summary>
    public bool IsPresence { get; private set; }

    /// <summary>Gets what happens to a string at this place.</summary>
    public StringUse StringUse { get; private set; }

    /// <summary>Gets the paths that pass through this place, one bit each.</summary>
    public ulong Paths { get; private set; }

    /// <summary>Gets those of <see cref="Paths"/> that have an array further down.</summary>
    public ulong ArrayPaths { get; private set; }

    /// <summary>Gets whether this place is inside an array.</summary>
    public bool IsInArray { get; private init; }

    public bool HasMembers => _members.Length > 0;

    /// <summary>Finds the child with a name, given as UTF-8 without escapes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PathNode? Find(ReadOnlySpan<byte> name) =>
        ((_lengths >> name.Length) & 1) == 0 ? null : Search(name);

    public PathNode Member(byte[] name)
    {
        foreach ((byte[] known, PathNode node) in _members)
        {
            if (known.AsSpan().SequenceEqual(name)) return node;
        }

        var child = new PathNode { IsInArray = IsInArray };
        _members = [.. _members, (name, child)];
        _lengths |= 1UL << name.Length;
        return child;
    }

    public PathNode ElementNode() => Element ??= new PathNode { IsInArray = true };

    public void Pass(int path, bool arrayFollows)
    {
        Paths |= 1UL << path;
        if (arrayFollows) ArrayPaths |= 1UL << path;
    }

    public void EndPath(int path, bool isPresence)
    {
        Path = path;
        IsPresence = isPresence;
    }

    public void Use(StringUse use) => StringUse = use;

    private PathNode? Search(ReadOnlySpan<byte> name)
    {
        foreach ((byte[] known, PathNode node) in _members)
        {
            if (name.SequenceEqual(known)) return node;
        }

        return null;
    }
}
