using System.Runtime.InteropServices;

namespace TokenUsage.Aggregation;

/// <summary>The groups of an answer under way.</summary>
internal sealed class LiveGroups
{
    private readonly Dictionary<string, LiveTally> _named = new(StringComparer.Ordinal);
    private LiveTally _missing;
    private LiveTally _other;

    public void Add(string key, in LiveTally count)
    {
        ref LiveTally sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_named, key, out _);
        sum.Add(count);
    }

    public void AddMissing(in LiveTally count) => _missing.Add(count);

    public void AddOther(in LiveTally count) => _other.Add(count);

    /// <summary>Lists the dearest groups by name, and sums up the others.</summary>
    public IReadOnlyList<LiveGroup> Rank(int top)
    {
        IEnumerable<LiveGroup> groups = _named.Select(g => new LiveGroup(g.Key, false, g.Value.ToCount()));
        if (_missing.Attempts > 0) groups = groups.Append(new LiveGroup(null, false, _missing.ToCount()));
        List<LiveGroup> ranked =
        [
            .. groups.OrderByDescending(g => g.Count.PricedUsd).ThenByDescending(g => g.Count.Attempts)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];
        LiveCount rest = ranked.Skip(top).Aggregate(_other.ToCount(), (sum, group) => sum + group.Count);
        if (ranked.Count > top) ranked.RemoveRange(top, ranked.Count - top);
        if (rest.Attempts > 0) ranked.Add(new LiveGroup("other", true, rest));
        return ranked;
    }
}
