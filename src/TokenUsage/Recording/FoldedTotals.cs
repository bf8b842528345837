namespace TokenUsage.Recording;

/// <summary>The sum of records whose detail was given up. Reaches the store as one record of that weight.</summary>
internal sealed class FoldedTotals(Guid id, FoldKey key)
{
    // The names of meters are constants of readers; more than this many are somebody's mistake.
    private const int MaxMeters = 64;

    private readonly Dictionary<string, decimal> _meters = new(StringComparer.Ordinal);
    private int _calls;
    private TimeSpan _duration;
    private TokenCounts _tokens;
    private decimal? _usd;
    private decimal? _inputUsd;
    private decimal? _outputUsd;
    private decimal? _listUsd;
    private decimal? _billedUsd;

    /// <summary>Gets how many records it is the sum of.</summary>
    public long Calls => _calls;

    public void Add(UsageEntry entry)
    {
        // What was recorded as a sum already stands for several, and its duration is their mean.
        int weight = Math.Max(entry.Weight, 1);
        _calls = checked(_calls + weight);
        _duration += entry.Duration * weight;
        _tokens += entry.Tokens;
        _usd = Sum(_usd, entry.Usd);
        _inputUsd = Sum(_inputUsd, entry.InputUsd);
        _outputUsd = Sum(_outputUsd, entry.OutputUsd);
        _listUsd = Sum(_listUsd, entry.ListUsd);
        _billedUsd = Sum(_billedUsd, entry.BilledUsd);
        foreach (UsageMeter meter in entry.Meters) AddMeter(meter);
    }

    public UsageRecord ToRecord() => new()
    {
        Id = id,
        Attempt = key.IsFirstAttempt ? 1 : 2,
        Weight = Math.Max(_calls, 1),
        StartedAt = new DateTimeOffset(key.Minute * TimeSpan.TicksPerMinute, TimeSpan.Zero),
        // The mean: the sum would be read as one very slow call.
        Duration = _calls == 0 ? TimeSpan.Zero : _duration / _calls,
        Provider = key.Provider,
        Operation = "folded",
        Model = key.Model,
        Tokens = _tokens,
        Meters = [.. _meters.Select(meter => new UsageMeter(meter.Key, meter.Value))],
        Source = key.Source,
        Outcome = key.Outcome,
        Cost = new Cost
        {
            Status = key.CostStatus,
            Usd = _usd,
            InputUsd = _inputUsd,
            OutputUsd = _outputUsd,
            ListUsd = _listUsd,
            BilledUsd = _billedUsd,
        },
        Dimensions = new UsageDimensions { User = key.User },
    };

    private void AddMeter(UsageMeter meter)
    {
        if (_meters.Count < MaxMeters || _meters.ContainsKey(meter.Name))
            _meters[meter.Name] = _meters.GetValueOrDefault(meter.Name) + meter.Quantity;
    }

    private static decimal? Sum(decimal? left, decimal? right) =>
        left is null ? right : right is null ? left : left + right;
}
