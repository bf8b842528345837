namespace TokenUsage.Tests.Architecture;

/// <summary>The layers of the core, top first, as src/TokenUsage/LAYERS lists them.</summary>
internal sealed class LayerList
{
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    /// <summary>Reads one layer a line: its folder's name, then what it is for. Lines that begin with # are comments.</summary>
    public static LayerList Parse(string text)
    {
        var layers = new LayerList();
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Length == 0 || line[0] == '#') continue;

            string name = line.Split(' ', '\t')[0];
            if (layers._names.Contains(name)) throw new FormatException($"LAYERS lists {name} twice.");

            layers._names.Add(name);
        }

        return layers;
    }

    /// <summary>Gets the layer's place, 0 at the top, or -1 for a folder that is not listed.</summary>
    public int RankOf(string folder) => _names.IndexOf(folder);
}
