using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>Adds up the buckets of a window.</summary>
/// <param name="dimension">The index of the dimension to group by; -1 for none.</param>
/// <param name="users">The index of the user among the dimensions that are kept; -1 when it is not kept.</param>
internal sealed class WindowReader(int dimension, int users)
{
    private readonly RollupCell _totals = new();
    private readonly LatencySketch _speed = new();
    private readonly DistinctSketch _sketch = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly LiveGroups _groups = new();
    private readonly SortedDictionary<DateTimeOffset, LiveCount> _series = [];
    private bool _areUsersEstimated = users < 0;

    public void Add(LiveBucket bucket, DateTimeOffset start)
    {
        _totals.Add(bucket.Totals);
        _speed.Add(bucket.Speed);
        _sketch.Add(bucket.Users);
        _series[start] = _series.GetValueOrDefault(start) + bucket.Count.ToCount();
        if (dimension >= 0) bucket.KeysOf(dimension).AddTo(_groups);
        if (users < 0) return;

        _areUsersEstimated |= bucket.KeysOf(users).HasOverflowed;
        if (!_areUsersEstimated) _names.UnionWith(bucket.KeysOf(users).Names);
    }

    public LiveReading Finish(DateTimeOffset from, DateTimeOffset to, int top, TimeSpan width) => new()
    {
        From = from,
        To = to,
        Totals = _totals.ToTotals() with
        {
            ActiveUsers = _areUsersEstimated ? _sketch.Estimate() : _names.Count,
        },
        AreUsersEstimated = _areUsersEstimated,
        OutputSpeed = _speed.Count == 0 ? null : new OutputSpeed(
            SpeedAt(0.50), SpeedAt(0.05), SpeedAt(0.95)),
        Groups = dimension < 0 ? [] : _groups.Rank(top),
        Series = [.. _series.Select(point => new LivePoint(point.Key, width, point.Value))],
    };

    private double SpeedAt(double quantile) => _speed.Quantile(quantile).TotalMilliseconds;
}
