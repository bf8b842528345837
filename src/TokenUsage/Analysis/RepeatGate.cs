namespace TokenUsage.Analysis;

/// <summary>Lets the first of several like signals pass, and later ones only when they are much stronger.</summary>
internal sealed class RepeatGate(int points, double factor, double threshold)
{
    private long _lastPoint;
    private double _lastScore;

    /// <summary>Gives the score back, or 0 when it only repeats the last one.</summary>
    public double Pass(long point, double score)
    {
        if (point - _lastPoint > points) _lastScore = 0;
        if (_lastScore > 0 && score <= _lastScore * factor) return 0;

        if (score >= threshold)
        {
            _lastPoint = point;
            _lastScore = score;
        }

        return score;
    }

    public void Write(StateWriter writer)
    {
        writer.Write(_lastPoint);
        writer.Write(_lastScore);
    }

    public void Read(ref StateReader reader)
    {
        _lastPoint = reader.ReadInt64();
        _lastScore = reader.ReadDouble();
    }
}
