namespace TokenUsage.Analysis;

/// <summary>Mean and variance over an exponential window.</summary>
/// <remarks>
/// West's incremental update (Finch 2009, "Incremental calculation of weighted mean and variance", eq. 124 and 143).
/// </remarks>
internal sealed class ExponentialMoments(int window)
{
    // The rate whose mean age is that of a window of so many points.
    private readonly double _rate = 2.0 / (window + 1);
    private double _mean;
    private double _variance;
    private long _count;

    /// <summary>Gives the distance of a value from the mean so far in standard deviations, then takes it in.</summary>
    /// <returns>0 until half a window was seen, and while nothing has moved.</returns>
    public double Observe(double value)
    {
        if (_count == 0) _mean = value;

        double distance = value - _mean;
        double score = _count >= window / 2 && _variance > 0 ? distance / Math.Sqrt(_variance) : 0;
        double rate = Math.Max(_rate, 1.0 / (_count + 1));
        _mean += rate * distance;
        _variance = (1 - rate) * (_variance + (rate * distance * distance));
        _count++;
        return double.IsFinite(score) ? score : 0;
    }

    public void Write(StateWriter writer)
    {
        writer.Write(_mean);
        writer.Write(_variance);
        writer.Write(_count);
    }

    public void Read(ref StateReader reader)
    {
        _mean = reader.ReadDouble();
        _variance = reader.ReadDouble();
        _count = reader.ReadInt64();
    }
}
