namespace TokenUsage.Storage;

/// <summary>The distribution of a time, in few bytes. Two of them add up to the sketch of both, exactly.</summary>
/// <remarks>
/// Counts fall into buckets whose bounds grow by (1 + 0.02) / (1 − 0.02), as in DDSketch (Masson, Rim and Lee, VLDB 2019),
/// so that a percentile is within 2 % of the value at its rank, from 0.1 ms to 24 hours; what lies outside counts as the
/// nearest of these. Only the span of buckets between the least and the greatest value takes memory, 4 KiB at most.
/// </remarks>
public sealed class LatencySketch
{
    /// <summary>The number of buckets.</summary>
    public const int Buckets = 516;

    private const double MinTicks = TimeSpan.TicksPerMillisecond / 10;
    private const double Gamma = 1.02 / 0.98;

    // The first _length counts stand for the buckets from _first; what lies behind them is zero.
    private long[] _counts = [];
    private int _first;
    private int _length;

    /// <summary>Gets how many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the sum of the values, in ticks of 100 ns.</summary>
    public long TotalTicks { get; private set; }

    /// <summary>Finds the bucket of a value.</summary>
    public static int BucketOf(TimeSpan value) => LatencyBounds.BucketOf(value.Ticks);

    /// <summary>Adds a value.</summary>
    public void Add(TimeSpan value) => Add(BucketOf(value), 1, Math.Max(value.Ticks, 0));

    /// <summary>Adds all values of another sketch.</summary>
    public void Add(LatencySketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0) return;

        Cover(other._first);
        Cover(other._first + other._length - 1);
        for (int i = 0; i < other._length; i++) _counts[other._first + i - _first] += other._counts[i];
        Count += other.Count;
        TotalTicks = checked(TotalTicks + other.TotalTicks);
    }

    /// <summary>Gets the value at a rank.</summary>
    /// <param name="quantile">From 0 to 1: 0.95 for the value that 95 of 100 do not exceed.</param>
    public TimeSpan Quantile(double quantile)
    {
        long rank = Math.Max((long)Math.Ceiling(quantile * Count), 1);
        for (int i = 0; i < _length; i++)
        {
            rank -= _counts[i];
            if (rank <= 0) return ValueOf(_first + i);
        }

        return TimeSpan.Zero;
    }

    /// <summary>Sums up; <see langword="null"/> when there is no value.</summary>
    public LatencySummary? Summarize() => Count == 0 ? null : new LatencySummary
    {
        Mean = new TimeSpan(TotalTicks / Count),
        P50 = Quantile(0.50),
        P95 = Quantile(0.95),
        P99 = Quantile(0.99),
    };

    internal void Add(int bucket, long count, long ticks)
    {
        if ((uint)(bucket - _first) >= (uint)_length) Cover(bucket);
        _counts[bucket - _first] += count;
        Count += count;
        TotalTicks = checked(TotalTicks + ticks);
    }

    internal void Clear()
    {
        Array.Clear(_counts, 0, _length);
        _length = 0;
        Count = 0;
        TotalTicks = 0;
    }

    internal void Write(ref CellWriter writer)
    {
        writer.Write(TotalTicks);
        int filled = 0;
        for (int i = 0; i < _length; i++) filled += _counts[i] == 0 ? 0 : 1;
        writer.Write((long)filled);
        int next = 0;
        for (int i = 0; i < _length; i++)
        {
            if (_counts[i] == 0) continue;
            writer.Write((long)(_first + i - next));
            writer.Write(_counts[i]);
            next = _first + i + 1;
        }
    }

    internal void Merge(ref CellReader reader)
    {
        long ticks = reader.ReadCount();
        long filled = reader.ReadCount();
        long bucket = 0;
        for (long i = 0; i < filled; i++)
        {
            bucket += reader.ReadCount();
            if (bucket >= Buckets)
                throw new InvalidDataException($"A latency sketch names bucket {bucket} of {Buckets}.");
            Add((int)bucket++, reader.ReadCount(), i == 0 ? ticks : 0);
        }
    }

    private static TimeSpan ValueOf(int bucket) => bucket == 0
        ? new TimeSpan((long)MinTicks)
        : new TimeSpan((long)(MinTicks * Math.Pow(Gamma, bucket) * 2 / (1 + Gamma)));

    private void Cover(int bucket)
    {
        int first = _length == 0 ? bucket : Math.Min(_first, bucket);
        int length = (_length == 0 ? bucket : Math.Max(_first + _length - 1, bucket)) - first + 1;
        if (length > _counts.Length)
        {
            var wider = new long[Math.Min(length + (length / 2), Buckets)];
            Array.Copy(_counts, 0, wider, _length == 0 ? 0 : _first - first, _length);
            _counts = wider;
        }
        else if (_length > 0 && first < _first)
        {
            int shift = _first - first;
            Array.Copy(_counts, 0, _counts, shift, _length);
            Array.Clear(_counts, 0, shift);
        }

        (_first, _length) = (first, length);
    }
}
