namespace TokenUsage.Analysis;

/// <summary>Repeats the last season; before there is one, the mean.</summary>
internal sealed class SeasonalNaive(int season) : IPathForecaster
{
    private readonly double[] _last = new double[season];
    private readonly SurpriseRing _surprises = new(season);
    private double _mean;
    private long _count;

    public int Surprises => _surprises.Count;

    public void Observe(double value)
    {
        int place = (int)(_count % season);
        if (_count > 0) _surprises.Add(value - (_count < season ? _mean : _last[place]));
        _last[place] = value;
        _count++;
        _mean += (value - _mean) / _count;
    }

    public void Forecast(Span<double> path, Shocks shocks)
    {
        for (int step = 0; step < path.Length; step++)
        {
            double next = _count < season ? _mean : _last[(int)((_count + step) % season)];
            path[step] = Math.Max(0, next + shocks.At(step, _surprises));
        }
    }
}
