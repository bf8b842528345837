using System.Collections.Immutable;
using System.Globalization;

namespace TokenUsage.Recording;

/// <summary>The sum of records whose detail was given up. Reaches the store as one record, marked by its metadata.</summary>
internal sealed class FoldedTotals(Guid id, FoldKey key)
{
    /// <summary>The metadata that tells how many calls a folded record stands for.</summary>
    public const string CallsKey = "tokenusage.folded_calls";

    // The names of meters are constants of readers; more than this many are somebody's mistake.
    private const int MaxMeters = 64;

    private readonly Dictionary<string, decimal> _meters = new(StringComparer.Ordinal);
    private long _calls;
    private TimeSpan _duration;
    private TokenCounts _tokens;
    private UsageSource _source;
    private CostStatus? _costStatus;
    private decimal? _usd;
    private decimal? _inputUsd;
    private decimal? _outputUsd;
    private decimal? _listUsd;
    private decimal? _billedUsd;

    /// <summary>Gets how many records it is the sum of.</summary>
    public long Calls => _calls;

    public void Add(UsageEntry entry)
    {
        _calls++;
        _duration += entry.Duration;
        _tokens += entry.Tokens;
        _source = (UsageSource)Math.Max((int)_source, (int)entry.Source);
        _costStatus = Merge(_costStatus, entry.CostStatus);
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
        StartedAt = new DateTimeOffset(key.Minute * TimeSpan.TicksPerMinute, TimeSpan.Zero),
        // The mean: the sum would be read as one very slow call.
        Duration = _calls == 0 ? TimeSpan.Zero : _duration / _calls,
        Provider = key.Provider,
        Operation = "folded",
        Model = key.Model,
        Tokens = _tokens,
        Meters = [.. _meters.Select(meter => new UsageMeter(meter.Key, meter.Value))],
        Source = _source,
        Outcome = key.Outcome,
        Cost = new Cost
        {
            Status = _costStatus ?? CostStatus.Unpriced,
            Usd = _usd,
            InputUsd = _inputUsd,
            OutputUsd = _outputUsd,
            ListUsd = _listUsd,
            BilledUsd = _billedUsd,
        },
        Dimensions = new UsageDimensions { User = key.User },
        Metadata =
            ImmutableDictionary<string, string>.Empty.Add(CallsKey, _calls.ToString(CultureInfo.InvariantCulture)),
    };

    private void AddMeter(UsageMeter meter)
    {
        if (_meters.Count < MaxMeters || _meters.ContainsKey(meter.Name))
            _meters[meter.Name] = _meters.GetValueOrDefault(meter.Name) + meter.Quantity;
    }

    // A sum is only as good as its worst part, and never better than "partial" once a part has no price.
    private static CostStatus Merge(CostStatus? sum, CostStatus part) => sum is null || sum == part
        ? part
        : sum is CostStatus.Unpriced or CostStatus.Partial || part is CostStatus.Unpriced or CostStatus.Partial
            ? CostStatus.Partial
            : CostStatus.Estimated;

    private static decimal? Sum(decimal? left, decimal? right) =>
        left is null ? right : right is null ? left : left + right;
}
