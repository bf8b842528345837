namespace TokenUsage.Aggregation;

/// <summary>The latest buckets of one width; the oldest makes room for the newest.</summary>
internal sealed class LiveRing
{
    private readonly LiveBucket[] _buckets;
    private readonly Action<LiveBucket>? _onLeaving;
    private int _newestIndex;

    /// <param name="width">The width of a bucket.</param>
    /// <param name="count">How many buckets there are.</param>
    /// <param name="create">Makes a bucket.</param>
    /// <param name="onLeaving">Is told each bucket that makes room, before it is emptied.</param>
    public LiveRing(TimeSpan width, int count, Func<LiveBucket> create, Action<LiveBucket>? onLeaving = null)
    {
        Width = width;
        _buckets = new LiveBucket[count];
        for (int i = 0; i < count; i++) _buckets[i] = create();
        _onLeaving = onLeaving;
    }

    public TimeSpan Width { get; }

    public IEnumerable<LiveBucket> Filled => _buckets.Where(b => !b.IsEmpty);

    /// <summary>Gets the newest slice; <see cref="Advance"/> moves it.</summary>
    public long Newest { get; private set; } = -1;

    public long Oldest => Newest - _buckets.Length + 1;

    public DateTimeOffset OldestStart => StartOf(Math.Max(Oldest, 0));

    public long SliceOf(DateTimeOffset at) => at.UtcTicks / Width.Ticks;

    public DateTimeOffset StartOf(long slice) => new(slice * Width.Ticks, TimeSpan.Zero);

    /// <summary>Makes room for slices up to this one.</summary>
    public void Advance(long slice)
    {
        if (slice <= Newest) return;
        long first = Math.Max(Newest + 1, slice - _buckets.Length + 1);
        for (long next = first; next <= slice; next++)
        {
            LiveBucket bucket = _buckets[next % _buckets.Length];
            if (!bucket.IsEmpty)
            {
                _onLeaving?.Invoke(bucket);
                bucket.Clear();
            }

            bucket.Slice = next;
        }

        Newest = slice;
        _newestIndex = (int)(slice % _buckets.Length);
    }

    /// <summary>Finds the bucket of a moment; null when it is no longer, or not yet, held.</summary>
    /// <remarks>Almost every record belongs to one of the newest slices, which are found without dividing.</remarks>
    public LiveBucket? Find(DateTimeOffset at)
    {
        long start = Newest * Width.Ticks;
        long ticks = at.UtcTicks;
        for (int back = 0; back < 4 && back < _buckets.Length; back++, start -= Width.Ticks)
        {
            if (ticks < start) continue;
            if (ticks - start >= Width.Ticks) return null; // only a moment beyond the newest comes here
            int index = _newestIndex - back;
            return _buckets[index < 0 ? index + _buckets.Length : index];
        }

        return Find(SliceOf(at));
    }

    /// <summary>Finds a slice's bucket; null when it is no longer, or not yet, held.</summary>
    public LiveBucket? Find(long slice) =>
        slice >= 0 && slice >= Oldest && slice <= Newest ? _buckets[slice % _buckets.Length] : null;
}
