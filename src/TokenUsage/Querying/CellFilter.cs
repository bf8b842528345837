using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Checks a query's conditions against rollup keys, for the stores that left that to us.</summary>
internal sealed class CellFilter(IReadOnlyList<UsageFilter> where)
{
    private UsageCube? _cube;
    private int[] _places = [];

    public bool Passes(IReadOnlyList<string?> key, UsageCube cube)
    {
        if (where.Count == 0) return true;
        if (!ReferenceEquals(cube, _cube))
        {
            _cube = cube;
            _places = [.. where.Select(f => cube.IndexOf(f.Dimension))];
        }

        for (int i = 0; i < _places.Length; i++)
        {
            if (!where[i].Matches(key[_places[i]])) return false;
        }

        return true;
    }
}
