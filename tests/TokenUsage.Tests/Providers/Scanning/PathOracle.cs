using System.Text;
using System.Text.Json;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Tests.Providers.Scanning;

/// <summary>Finds values at paths the slow and obvious way.</summary>
internal static class PathOracle
{
    /// <summary>Lists <c>path index: value</c>, sorted.</summary>
    public static string Read(byte[] json, IReadOnlyList<string> paths, out bool mayGiveUp)
    {
        using var document = JsonDocument.Parse(json);
        var found = new List<string>();
        int length = 0;
        JsonElement root = document.RootElement;
        for (int i = 0; i < paths.Count; i++)
        {
            string[] names = paths[i].Split('.');
            found.AddRange(Find(root, names, 0).Select(value => $"{i}: {value}"));
            length += FindReplacedToo(root, names, 0).Sum(Encoding.UTF8.GetByteCount);
        }

        found.Sort(StringComparer.Ordinal);
        mayGiveUp = length > PendingValues.Capacity || HasTwice(root, "choices") || HasTwice(root, "x");
        return string.Join('\n', found);
    }

    private static IEnumerable<string> Find(JsonElement element, string[] names, int at)
    {
        if (at == names.Length) return [element.GetRawText()];
        bool isArray = names[at].EndsWith("[]", StringComparison.Ordinal);
        string name = isArray ? names[at][..^2] : names[at];
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement next)) return [];
        if (!isArray) return Find(next, names, at + 1);
        return next.ValueKind == JsonValueKind.Array
            ? next.EnumerateArray().SelectMany(e => Find(e, names, at + 1)) : [];
    }

    // The scanner cannot know that a value which is too long will be replaced.
    private static IEnumerable<string> FindReplacedToo(JsonElement element, string[] names, int at)
    {
        if (at == names.Length) return [element.GetRawText()];
        bool isArray = names[at].EndsWith("[]", StringComparison.Ordinal);
        string name = isArray ? names[at][..^2] : names[at];
        if (element.ValueKind != JsonValueKind.Object) return [];
        IEnumerable<JsonElement> all = element.EnumerateObject().Where(p => p.NameEquals(name)).Select(p => p.Value);
        if (isArray) all = all.Where(a => a.ValueKind == JsonValueKind.Array).SelectMany(a => a.EnumerateArray());
        return all.SelectMany(next => FindReplacedToo(next, names, at + 1));
    }

    private static bool HasTwice(JsonElement root, string name) =>
        root.EnumerateObject().Count(p => p.NameEquals(name)) > 1;
}
