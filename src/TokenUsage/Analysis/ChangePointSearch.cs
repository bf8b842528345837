namespace TokenUsage.Analysis;

/// <summary>Finds the changes of level in a series, all at once, exactly.</summary>
/// <remarks>
/// PELT (Killick, Fearnhead and Eckley, "Optimal detection of changepoints with a linear computational cost", 2012)
/// on squared distances,
/// with a penalty of 4·σ²·ln n a change; σ from the median absolute difference of neighbours, which changes of level
/// hardly touch.
/// Longer series are cut to 1,000 block means first. Give it points without a season: days, not hours.
/// </remarks>
internal sealed class ChangePointSearch
{
    private const int MostPoints = 1000;
    private const double PenaltyFactor = 4;
    private const double NormalMedian = 0.6745;

    private readonly double[] _points;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private readonly double _centre;
    private readonly double _scale;
    private readonly int _least;

    private ChangePointSearch(double[] points, int least)
    {
        _points = points;
        _least = least;
        _sums = new double[points.Length + 1];
        _squares = new double[points.Length + 1];

        // Scaled to about ±1: differences of sums of squares near 2¹²⁶ would be all rounding.
        _centre = SeriesStatistics.MeanOf(points);
        _scale = SeriesStatistics.Deviation(points);
        for (int i = 0; i < points.Length; i++)
        {
            double point = _scale > 0 ? (points[i] - _centre) / _scale : 0;
            _sums[i + 1] = _sums[i] + point;
            _squares[i + 1] = _squares[i] + (point * point);
        }
    }

    /// <summary>Finds the changes, oldest first.</summary>
    /// <param name="points">The series; what is not finite is left out.</param>
    /// <param name="leastLength">The fewest points that a level lasts.</param>
    public static IReadOnlyList<ChangePoint> Find(ReadOnlySpan<double> points, int leastLength)
    {
        (double[] means, int length) = BlockMeans.Of(points, MostPoints);
        var search = new ChangePointSearch(means, Math.Max(1, leastLength / length));
        return search._scale > 0 ? search.Describe(search.Segment(), length) : [];
    }

    /// <summary>The start of the last segment before each end, on the cheapest way there.</summary>
    private int[] Segment()
    {
        double penalty = Penalty();
        int count = _points.Length;
        var cheapest = new double[count + 1];
        var start = new int[count + 1];
        var candidates = new List<int> { 0 };
        cheapest.AsSpan(1).Fill(double.PositiveInfinity);
        cheapest[0] = -penalty;
        for (int end = _least; end <= count; end++)
        {
            foreach (int candidate in candidates)
            {
                double cost = cheapest[candidate] + Cost(candidate, end) + penalty;
                if (cost >= cheapest[end]) continue;

                cheapest[end] = cost;
                start[end] = candidate;
            }

            int reached = end;
            candidates.RemoveAll(c => cheapest[c] + Cost(c, reached) > cheapest[reached]);
            if (end - _least + 1 >= _least) candidates.Add(end - _least + 1);
        }

        return start;
    }

    private List<ChangePoint> Describe(int[] start, int blockLength)
    {
        var changes = new List<ChangePoint>();
        int end = _points.Length;
        while (start[end] > 0)
        {
            int change = start[end];
            double before = Mean(start[change], change);
            changes.Add(new ChangePoint(change * blockLength, before, Mean(change, end)));
            end = change;
        }

        changes.Reverse();
        return changes;
    }

    private double Cost(int from, int to)
    {
        double sum = _sums[to] - _sums[from];
        return _squares[to] - _squares[from] - (sum * sum / (to - from));
    }

    private double Mean(int from, int to) => _centre + (_scale * (_sums[to] - _sums[from]) / (to - from));

    private double Penalty()
    {
        double[] steps = [.. _points.Skip(1).Zip(_points, (next, point) => Math.Abs(next - point) / _scale)];
        Array.Sort(steps);
        double deviation = SeriesStatistics.Percentile(steps, 0.5) / (NormalMedian * Math.Sqrt(2));

        // Half of the neighbours equal gives a median of zero, and then any wiggle would be a change.
        double noise = Math.Max(deviation, 0.01);
        return PenaltyFactor * noise * noise * Math.Log(Math.Max(2, _points.Length));
    }
}
