namespace TokenUsage.Aggregation;

/// <content>Reads windows.</content>
internal sealed partial class LiveUsage
{
    public LiveReading Read(LiveQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!_isEnabled)
        {
            throw new InvalidOperationException(
                "No buckets of time are kept: TokenMonitoringOptions.Stages is without Aggregation; add it.");
        }

        if (query.Top < 1) throw Fault(nameof(query.Top), query.Top, "use 1 or more");
        int dimension = query.By is { } by ? IndexOf(by) : -1;
        DateTimeOffset now = _time.GetUtcNow();
        (DateTimeOffset from, DateTimeOffset to) = Resolve(query.Window, now);
        lock (_lock)
        {
            _buckets.Advance(now);
            return Read(from, to, now, dimension, query.Top);
        }
    }

    private static (DateTimeOffset From, DateTimeOffset To) Resolve(LiveWindow window, DateTimeOffset now)
    {
        if (window is { From: { } first, To: { } end })
        {
            return first < end
                ? (first, end) : throw Fault("Window", $"{first:O} to {end:O}", "From must be before To");
        }

        if (window.Length is not { } length || length <= TimeSpan.Zero)
            throw Fault("Window", window.Length, "use Sliding or Tumbling with a length above zero, or Fixed");

        long ticks = now.UtcTicks;
        long start = window.IsTumbling ? ticks - (ticks % length.Ticks) : Math.Max(ticks - length.Ticks, 0);
        return (new DateTimeOffset(start, TimeSpan.Zero), new DateTimeOffset(ticks + 1, TimeSpan.Zero));
    }

    private static ArgumentException Fault(string member, object? value, string fix) =>
        new($"{nameof(LiveQuery)}.{member} is {value ?? "empty"}; {fix}.");

    private LiveReading Read(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, int dimension, int top)
    {
        LiveRing ring = _buckets.RingFor(from);
        DateTimeOffset start = ring.StartOf(Math.Max(ring.SliceOf(from), ring.Oldest));
        DateTimeOffset end = ring.StartOf(ring.SliceOf(to.AddTicks(-1)) + 1);
        var reading = new WindowReader(dimension, _users);
        foreach (LiveBucket bucket in ring.Filled) Add(ring, bucket);
        if (ring != _buckets.Minutes)
        {
            foreach (LiveBucket bucket in _buckets.Minutes.Filled) Add(_buckets.Minutes, bucket);
        }

        return reading.Finish(start, end > now && to >= now ? now : end, top, ring.Width);

        void Add(LiveRing of, LiveBucket bucket)
        {
            DateTimeOffset at = of.StartOf(bucket.Slice);
            if (at >= start && at < end) reading.Add(bucket, ring.StartOf(ring.SliceOf(at)));
        }
    }

    private int IndexOf(Dimension dimension)
    {
        for (int i = 0; i < _options.Dimensions.Count; i++)
        {
            if (_options.Dimensions[i] == dimension) return i;
        }

        throw Fault(
            nameof(LiveQuery.By), dimension,
            $"use one of {string.Join(", ", _options.Dimensions)}, or add it to Aggregation.Dimensions");
    }
}
