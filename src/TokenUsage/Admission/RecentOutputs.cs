namespace TokenUsage.Admission;

/// <summary>The last outputs of one model.</summary>
internal sealed class RecentOutputs
{
    private const int Kept = 128;
    private const int RefreshEvery = 16;

    private readonly Lock _gate = new();
    private readonly long[] _ring = new long[Kept];
    private readonly long[] _sorted = new long[Kept];
    private long _count;
    private long _percentile;

    public long Percentile95 => Volatile.Read(ref _percentile);

    public void Add(long output)
    {
        lock (_gate)
        {
            _ring[_count++ % Kept] = output;
            if (_count <= RefreshEvery || _count % RefreshEvery == 0) Refresh((int)Math.Min(_count, Kept));
        }
    }

    private void Refresh(int count)
    {
        Span<long> sorted = _sorted.AsSpan(0, count);
        _ring.AsSpan(0, count).CopyTo(sorted);
        sorted.Sort();
        Volatile.Write(ref _percentile, sorted[Math.Min(count - 1, count * 95 / 100)]);
    }
}
