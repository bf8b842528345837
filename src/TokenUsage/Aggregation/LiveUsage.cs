using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>Counts what is stored into the totals since the start and into buckets of time.</summary>
internal sealed partial class LiveUsage : IUsageObserver, ILiveUsage
{
    private const string ErasedUser = "erased";

    private readonly Lock _lock = new();
    private readonly LiveTotals _totals;
    private readonly AggregationOptions _options;
    private readonly TimeProvider _time;
    private readonly DimensionReader[] _readers;
    private readonly int _users;
    private readonly RollupCell _batch = new();
    private CellBudget _budget;
    private LiveBuckets _buckets;
    private long _outOfRange;
    private bool _isWarm;
    private bool _hasObserved;

    public LiveUsage(LiveTotals totals, AggregationOptions options, TimeProvider time)
    {
        _totals = totals;
        _options = options;
        _time = time;
        _readers = [.. options.Dimensions.Select(d => new DimensionReader(d))];
        _users = options.Dimensions.ToList().IndexOf(Dimension.User);
        (_budget, _buckets) = NewBuckets();
    }

    public LiveStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new LiveStatistics
                {
                    Cells = _budget.Used,
                    MaxCells = _budget.MaxCells,
                    Overflowed = _budget.Overflowed,
                    OutOfRange = _outOfRange,
                    IsWarm = _isWarm,
                };
            }
        }
    }

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        if (!_options.Enabled)
        {
            _totals.Observe(stored);
            return;
        }

        lock (_lock)
        {
            _hasObserved = true;
            _buckets.Advance(_time.GetUtcNow());
            _batch.Clear();
            for (int i = 0; i < stored.Count; i++) Add(RecordLimits.Apply(stored[i]));
            _totals.Add(_batch);
        }
    }

    /// <summary>Gives what a user used another name.</summary>
    /// <returns>In how many buckets the user was.</returns>
    public long EraseUser(IReadOnlyList<string> identities)
    {
        if (_users < 0) return 0;
        lock (_lock)
        {
            return identities.Sum(user => _buckets.Filled.LongCount(b => b.KeysOf(_users).Rename(user, ErasedUser)));
        }
    }

    private static LiveTally CountOf(UsageRecord record)
    {
        bool isBillable = record.Outcome is not (CallOutcome.Refused or CallOutcome.Cached);
        bool isAnswered = record.Outcome is CallOutcome.Success or CallOutcome.Cached;
        return new LiveTally
        {
            Attempts = record.Weight,
            Unsuccessful = isAnswered ? 0 : record.Weight,
            InputTokens = isBillable ? record.Tokens.Input ?? 0 : 0,
            OutputTokens = isBillable ? record.Tokens.Output ?? 0 : 0,
            PricedUsd = isBillable ? record.Cost.Usd ?? 0 : 0,
            UnpricedAttempts = isBillable && record.Cost.Usd is null ? record.Weight : 0,
        };
    }

    private static TimeSpan? SpeedOf(UsageRecord record)
    {
        if (record is not { Outcome: CallOutcome.Success, TimeToFirstToken: { } first }) return null;
        if (record.Tokens.Output is not { } tokens || tokens < 2) return null;
        double seconds = (record.Duration - first).TotalSeconds;
        return seconds <= 0 ? null : new TimeSpan((long)(tokens / seconds * TimeSpan.TicksPerMillisecond));
    }

    private void Add(UsageRecord record)
    {
        var sample = new RollupSample(record);
        _batch.Add(sample);
        LiveBucket? minute = _buckets.Minutes.Find(_buckets.Minutes.SliceOf(record.StartedAt));
        if (minute is not null)
        {
            Add(minute, record, sample);
            return;
        }

        bool isAhead = record.StartedAt >= _buckets.Minutes.OldestStart;
        LiveBucket? hour = isAhead ? null : _buckets.Hours.Find(_buckets.Hours.SliceOf(record.StartedAt));
        LiveBucket? day = isAhead ? null : _buckets.Days.Find(_buckets.Days.SliceOf(record.StartedAt));
        if (hour is not null) Add(hour, record, sample);
        if (day is not null) Add(day, record, sample);
        else _outOfRange++;
    }

    private void Add(LiveBucket bucket, UsageRecord record, in RollupSample sample)
    {
        LiveTally count = CountOf(record);
        bucket.Totals.Add(sample);
        bucket.Count.Add(count);
        if (SpeedOf(record) is { } speed) bucket.Speed.Add(speed);
        if (record.Dimensions.User is { } user) bucket.Users.Add(user);
        for (int i = 0; i < _readers.Length; i++) bucket.KeysOf(i).Add(_readers[i].Read(record), count);
    }

    private (CellBudget Budget, LiveBuckets Buckets) NewBuckets()
    {
        var budget = new CellBudget(_options.MaxCells, _options.MaxKeys);
        return (budget, new LiveBuckets(_readers.Length, budget));
    }
}
