using System.Text;
using System.Text.Json;

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
        for (int i = 0; i < paths.Count; i++)
        {
            foreach (string value in Find(document.RootElement, paths[i].Split('.'), 0))
            {
                found.Add($"{i}: {value}");
                length += Encoding.UTF8.GetByteCount(value);
            }
        }

        found.Sort(StringComparer.Ordinal);
        mayGiveUp = length > 1024 || HasTwice(document.RootElement, "choices") || HasTwice(document.RootElement, "x");
        return string.Join('\n', found);
    }

    private static IEnumerable<string> Find(JsonElement element, string[] names, int at)
    {
        if (at == names.Length) return [element.GetRawText()];
        bool isArray = names[at].EndsWith("[]", StringComparison.Ordinal);
        string name = isArray ? names[at][..^2] : names[at];
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement next)) return [];
        if (!isArray) return Find(next, names, at + 1);
        return next.ValueKind == JsonValueKind.Array ? next.EnumerateArray().SelectMany(e => Find(e, names, at + 1)) : [];
    }

    private static bool HasTwice(JsonElement root, string name) => root.EnumerateObject().Count(p => p.NameEquals(name)) > 1;
}
