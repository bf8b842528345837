namespace TokenUsage.Analysis;

/// <summary>The largest and smallest value of the last so many blocks of time; older blocks fall out whole.</summary>
/// <remarks>Blocks and not a sliding window: a window of 28 days would have to keep every point.</remarks>
internal sealed class BlockRange
{
    private readonly double[] _highs;
    private readonly double[] _lows;
    private int _current;
    private long _block = long.MinValue;

    public BlockRange(int blocks)
    {
        _highs = new double[blocks];
        _lows = new double[blocks];
        Clear();
    }

    public double High { get; private set; }

    public double Low { get; private set; }

    public bool IsEmpty => Low > High;

    /// <summary>Moves to a block of time. A block that lies in the past is taken for the current one.</summary>
    public void Advance(long block)
    {
        if (block <= _block) return;
        if (_block == long.MinValue) _block = block;

        long steps = Math.Min(block - _block, _highs.Length);
        _block = block;
        if (steps > 0) Forget(steps);
    }

    /// <summary>How far a value lies outside the range, in widths of the range; 0 inside it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="leastWidth">The width that a narrower range is taken for; guards series that hardly move.</param>
    public double Overshoot(double value, double leastWidth)
    {
        if (IsEmpty) return 0;

        double width = Math.Max(High - Low, leastWidth);
        double beyond = value > High ? value - High : Low - value;
        return beyond <= 0 ? 0 : Novelty.Of(beyond, width);
    }

    public void Include(double value)
    {
        if (value > _highs[_current]) _highs[_current] = value;
        if (value < _lows[_current]) _lows[_current] = value;
        if (value > High) High = value;
        if (value < Low) Low = value;
    }

    public void Clear()
    {
        _highs.AsSpan().Fill(double.NegativeInfinity);
        _lows.AsSpan().Fill(double.PositiveInfinity);
        _block = long.MinValue;
        _current = 0;
        Measure();
    }

    public void Write(StateWriter writer)
    {
        writer.Write(_block);
        writer.Write(_current);
        writer.Write(_highs);
        writer.Write(_lows);
    }

    public void Read(ref StateReader reader)
    {
        _block = reader.ReadInt64();
        _current = reader.ReadInt32(_highs.Length);
        reader.Read(_highs);
        reader.Read(_lows);
        Measure();
    }

    private void Forget(long steps)
    {
        for (long i = 0; i < steps; i++)
        {
            _current = (_current + 1) % _highs.Length;
            _highs[_current] = double.NegativeInfinity;
            _lows[_current] = double.PositiveInfinity;
        }

        Measure();
    }

    private void Measure()
    {
        double high = double.NegativeInfinity;
        double low = double.PositiveInfinity;
        for (int i = 0; i < _highs.Length; i++)
        {
            high = Math.Max(high, _highs[i]);
            low = Math.Min(low, _lows[i]);
        }

        High = high;
        Low = low;
    }
}
