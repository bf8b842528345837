using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>What was used in one minute, hour or day.</summary>
internal sealed class LiveBucket
{
    private readonly LiveKeys[] _keys;

    public LiveBucket(int dimensions, CellBudget budget)
    {
        _keys = new LiveKeys[dimensions];
        for (int i = 0; i < dimensions; i++) _keys[i] = new LiveKeys(budget);
    }

    /// <summary>Gets or sets which slice of time this is; -1 when it is none yet.</summary>
    public long Slice { get; set; } = -1;

    public RollupCell Totals { get; } = new();

    /// <summary>Gets the streams' output tokens a second, one token as one millisecond.</summary>
    public LatencySketch Speed { get; private set; } = new();

    public DistinctSketch Users { get; } = new();

    /// <summary>The sum of all counts; also of what no dimension names. A field, to be added to in place.</summary>
    public LiveTally Count;

    public bool IsEmpty => Count.Attempts == 0;

    public LiveKeys KeysOf(int dimension) => _keys[dimension];

    /// <summary>Completes the counts by name: after records, and before anybody reads.</summary>
    public void EndRuns()
    {
        foreach (LiveKeys keys in _keys) keys.EndRun(Count);
    }

    public void Add(LiveBucket other)
    {
        Totals.Add(other.Totals);
        Speed.Add(other.Speed);
        Users.Add(other.Users);
        Count.Add(other.Count);
        for (int i = 0; i < _keys.Length; i++) _keys[i].Add(other._keys[i]);
    }

    public void Clear()
    {
        Totals.Clear();
        if (Speed.Count > 0) Speed = new LatencySketch();
        Users.Clear();
        Count = default;
        foreach (LiveKeys keys in _keys) keys.Clear();
    }
}
