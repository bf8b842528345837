using System.Runtime.CompilerServices;
using System.Text;

namespace TokenUsage.Providers.Scanning;

/// <summary>The paths of a reader, made ready for the scanner.</summary>
internal sealed class PathTree
{
    public const int MaxPaths = 64;
    public const int MaxDepth = 12;
    public const int MaxNameLength = 63;

    private const char PresenceMark = '?';

    private static readonly ConditionalWeakTable<IUsageReader, PathTree> Known = [];

    public PathTree(IReadOnlyList<string> paths, IReadOnlyList<string> textPaths, IReadOnlyList<string> streamPaths)
    {
        if (paths.Count > MaxPaths)
        {
            throw new ArgumentException($"{paths.Count} paths are declared; at most {MaxPaths} can be.", nameof(paths));
        }

        for (int i = 0; i < paths.Count; i++)
        {
            Declare(paths[i], i).EndPath(i, isPresence: paths[i].EndsWith(PresenceMark));
        }

        foreach (string path in textPaths) Declare(path, -1).Use(StringUse.Measure);
        foreach (string path in streamPaths) Declare(path, -1).Use(StringUse.Stream);
        foreach (string path in paths) RequireLeaf(path);
        PathCount = paths.Count;
    }

    public PathNode Root { get; } = new();

    public int PathCount { get; }

    /// <summary>Gets the tree of a reader, made once.</summary>
    /// <exception cref="ArgumentException">The reader's paths are malformed.</exception>
    public static PathTree Of(IUsageReader reader) =>
        Known.GetValue(reader, static r => new PathTree(r.Paths, r.TextPaths, []));

    private PathNode Declare(string path, int index)
    {
        string[] names = path.TrimEnd(PresenceMark).Split('.');
        if (names.Length > MaxDepth) throw new ArgumentException($"The path '{path}' is deeper than {MaxDepth} names.");

        PathNode node = Root;
        int arraysLeft = names.Count(n => n.EndsWith("[]", StringComparison.Ordinal));
        foreach (string name in names)
        {
            bool isArray = name.EndsWith("[]", StringComparison.Ordinal);
            byte[] plain = Encoding.UTF8.GetBytes(isArray ? name[..^2] : name);
            if (plain.Length is 0 or > MaxNameLength)
            {
                throw new ArgumentException($"The path '{path}' has a name of {plain.Length} bytes; 1 to 63 can be.");
            }

            node = node.Member(plain);
            if (index >= 0) node.Pass(index, arraysLeft > 0);
            if (!isArray) continue;

            node = node.ElementNode();
            arraysLeft--;
            if (index >= 0) node.Pass(index, arraysLeft > 0);
        }

        return node;
    }

    private void RequireLeaf(string path)
    {
        PathNode leaf = Declare(path, -1);
        if (leaf.HasMembers || leaf.Element is not null || leaf.StringUse is not StringUse.None)
        {
            throw new ArgumentException(
                $"Another path lies inside '{path}': declare one of them, and read it from there.");
        }
    }
}
