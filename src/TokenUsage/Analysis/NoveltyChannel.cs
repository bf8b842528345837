namespace TokenUsage.Analysis;

/// <summary>One view of a series, smoothed or not, with the range it has shown.</summary>
internal sealed class NoveltyChannel(DetectionChannel name, double weight, double rate, int blocks)
{
    private readonly BlockRange _range = new(blocks);
    private bool _hasStarted;

    public DetectionChannel Name => name;

    /// <summary>Gets the points before which the channel says nothing.</summary>
    public int LeastPoints { get; init; }

    /// <summary>Gets the history before which the channel is too raw to enter its own range.</summary>
    public TimeSpan IncludedAfter { get; init; }

    /// <summary>Gets whether only a new high counts.</summary>
    public bool IsUpperOnly { get; init; }

    /// <summary>Gets what the channel shows now.</summary>
    public double Shown { get; private set; }

    /// <summary>Gets the top of the range; after <see cref="Observe"/>, as it was before the point.</summary>
    public double High { get; private set; } = double.NegativeInfinity;

    /// <summary>Gets the bottom of the range; after <see cref="Observe"/>, as it was before the point.</summary>
    public double Low { get; private set; } = double.PositiveInfinity;

    /// <summary>Forgets what is older than the memory.</summary>
    public void Advance(long block)
    {
        _range.Advance(block);
        High = _range.High;
        Low = _range.Low;
    }

    /// <summary>Takes in a value and gives its weighted novelty.</summary>
    public double Observe(double value, in PointContext point)
    {
        Advance(point.Block);
        Shown = _hasStarted ? Shown + (rate * (value - Shown)) : value;
        _hasStarted = true;

        bool isSilent = point.Number <= LeastPoints || (IsUpperOnly && Shown < High);
        double novelty = isSilent ? 0 : weight * _range.Overshoot(Shown, point.LeastWidth);
        if (point.History >= IncludedAfter) _range.Include(Shown);
        return novelty;
    }

    public void Write(StateWriter writer)
    {
        writer.Write(Shown);
        writer.Write(_hasStarted ? 1 : 0);
        _range.Write(writer);
    }

    public void Read(ref StateReader reader)
    {
        Shown = reader.ReadDouble();
        _hasStarted = reader.ReadInt32(2) == 1;
        _range.Read(ref reader);
    }
}
