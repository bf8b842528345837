using System.Runtime.InteropServices;

namespace TokenUsage.Aggregation;

/// <summary>The groups of an answer under way.</summary>
internal sealed class LiveGroups
{
    private readonly Dictionary<string, LiveCount> _named = new(StringComparer.Ordinal);
    private LiveCount _missing;
    private LiveCount _other;

    public void Add(string key, in LiveCount count)
    {
        ref LiveCount sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_named, key, out _);
        sum += count;
    }

    public void AddMissing(in LiveCount count) => _missing += count;

    public void AddOther(in LiveCount count) => _other += count;

    /// <summary>Lists the dearest groups by name, and sums up the others.</summary>
    public IReadOnlyList<LiveGroup> Rank(int top)
    {
        IEnumerable<LiveGroup> groups = _named.Select(g => new LiveGroup(g.Key, false, g.Value));
        if (_missing.Attempts > 0) groups = groups.Append(new LiveGroup(null, false, _missing));
        List<LiveGroup> ranked =
        [
            .. groups.OrderByDescending(g => g.Count.PricedUsd).ThenByDescending(g => g.Count.Attempts)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];
        LiveCount rest = ranked.Skip(top).Aggregate(_other, (sum, group) => sum + group.Count);
        if (ranked.Count > top) ranked.RemoveRange(top, ranked.Count - top);
        if (rest.Attempts > 0) ranked.Add(new LiveGroup("other", true, rest));
        return ranked;
    }
}
