using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>The values behind the keys of one cube, for one read, and whether they pass its conditions.</summary>
internal sealed class KeyTexts(WordReader words, int cube, RollupRead read)
{
    private const int MaxCached = 100_000;

    private readonly Dictionary<long, string?[]?> _known = [];
    private readonly int[] _places = [.. read.Where.Select(f => read.Cube.IndexOf(f.Dimension))];

    /// <summary>Finds the values of a key.</summary>
    /// <returns><see langword="false"/> when they do not pass the conditions.</returns>
    public bool TryGet(long id, out string?[] values)
    {
        if (!_known.TryGetValue(id, out string?[]? known))
        {
            if (_known.Count >= MaxCached) _known.Clear();
            known = Find(id);
            if (!Passes(known)) known = null;
            _known.Add(id, known);
        }

        values = known ?? [];
        return known is not null;
    }

    public string?[] Find(long id)
    {
        var values = new string?[read.Cube.Dimensions.Count];
        if (StoreCubes.HasOwnKeys(cube)) words.ReadOwnKey(id, values);
        else if (values.Length > 0) values[0] = words.TextOf(id);
        return values;
    }

    private bool Passes(string?[] values)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            if (_places[i] >= 0 && !read.Where[i].Matches(values[_places[i]])) return false;
        }

        return true;
    }
}
