using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>Counts what is stored into the totals since the start and into buckets of time.</summary>
internal sealed partial class LiveUsage : IUsageObserver, ILiveUsage
{
    private const string ErasedUser = "erased";

    private readonly Lock _lock = new();
    private readonly LiveTotals _totals;
    private readonly AggregationOptions _options;
    private readonly bool _isEnabled;
    private readonly TimeProvider _time;
    private readonly DimensionReader[] _readers;
    private readonly int _users;
    private readonly BatchCells _batch = new();
    private readonly RollupCell _older = new();
    private CellBudget _budget;
    private LiveBuckets _buckets;
    private long _outOfRange;
    private bool _isWarm;
    private bool _hasObserved;

    public LiveUsage(LiveTotals totals, AggregationOptions options, TimeProvider time, bool isEnabled = true)
    {
        _totals = totals;
        _options = options;
        _isEnabled = isEnabled;
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
        if (!_isEnabled)
        {
            _totals.Observe(stored);
            return;
        }

        lock (_lock)
        {
            _hasObserved = true;
            _buckets.Advance(_time.GetUtcNow());
            for (int i = 0; i < stored.Count; i++)
            {
                UsageRecord record = stored[i];
                Add(RecordNumbers.AreWithinLimits(record) ? record : RecordLimits.Apply(record));
            }

            _batch.Flush(_totals);
            if (_older.IsEmpty) return;
            _totals.Add(_older);
            _older.Clear();
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
        int weight = record.Weight;
        CallOutcome outcome = record.Outcome;
        var count = new LiveTally { Attempts = weight };
        if (outcome is not (CallOutcome.Success or CallOutcome.Cached)) count.Unsuccessful = weight;
        if (outcome is CallOutcome.Refused or CallOutcome.Cached) return count;

        count.InputTokens = record.Tokens.Input.GetValueOrDefault();
        count.OutputTokens = record.Tokens.Output.GetValueOrDefault();
        if (record.Cost.Usd is { } usd) count.Usd = ExactUsd.Of(usd);
        else count.UnpricedAttempts = weight;
        return count;
    }

    private static TimeSpan? SpeedOf(UsageRecord record)
    {
        if (record is not { Outcome: CallOutcome.Success, TimeToFirstToken: { } first }) return null;
        if (record.Tokens.Output is not { } tokens || tokens < 2) return null;
        long ticks = record.Duration.Ticks - first.Ticks;
        const double Scale = (double)TimeSpan.TicksPerSecond * TimeSpan.TicksPerMillisecond;
        return ticks <= 0 ? null : new TimeSpan((long)(tokens * Scale / ticks));
    }

    private void Add(UsageRecord record)
    {
        var sample = new RollupSample(record);
        LiveBucket? minute = _buckets.Minutes.Find(record.StartedAt);
        if (minute is not null)
        {
            _batch.For(minute, _totals).Add(sample);
            Add(minute, record, CountOf(record));
            return;
        }

        _older.Add(sample);
        bool isAhead = record.StartedAt >= _buckets.Minutes.OldestStart;
        LiveBucket? hour = isAhead ? null : _buckets.Hours.Find(record.StartedAt);
        LiveBucket? day = isAhead ? null : _buckets.Days.Find(record.StartedAt);
        if (hour is not null) AddOlder(hour, record, sample);
        if (day is not null) AddOlder(day, record, sample);
        else _outOfRange++;
    }

    private void AddOlder(LiveBucket bucket, UsageRecord record, in RollupSample sample)
    {
        bucket.Totals.Add(sample);
        Add(bucket, record, CountOf(record));
        bucket.EndRuns();
    }

    private void Add(LiveBucket bucket, UsageRecord record, in LiveTally count)
    {
        if (SpeedOf(record) is { } speed) bucket.Speed.Add(speed);
        if (_users < 0 && record.Dimensions.User is { } user) bucket.Users.Add(user);
        for (int i = 0; i < _readers.Length; i++)
        {
            string? key = _readers[i].Read(record);
            if (!bucket.KeysOf(i).TryCount(key, count, bucket.Count)) AddNew(bucket, record, i, key!, count);
        }

        bucket.Count.Add(count); // last: until here it is the sum before this record
    }

    // Only now is the text worth looking at, and the user worth counting.
    private void AddNew(LiveBucket bucket, UsageRecord record, int dimension, string key, in LiveTally count)
    {
        LiveKeys keys = bucket.KeysOf(dimension);
        if (IsWithinLimits(key))
        {
            keys.AddNew(key, count);
        }
        else
        {
            key = _readers[dimension].Read(RecordLimits.Apply(record)) ?? "";
            keys.Add(key, count);
        }

        if (dimension == _users) bucket.Users.Add(key);
    }

    private static bool IsWithinLimits(string text) =>
        text.Length <= RecordLimits.MaxText && !text.Contains('\0')
        && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');

    private (CellBudget Budget, LiveBuckets Buckets) NewBuckets()
    {
        var budget = new CellBudget(_options.MaxCells, _options.MaxKeys);
        return (budget, new LiveBuckets(_readers.Length, budget));
    }
}
