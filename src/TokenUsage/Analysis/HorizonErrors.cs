namespace TokenUsage.Analysis;

/// <summary>How far off a forecaster was, for each number of steps ahead.</summary>
internal sealed class HorizonErrors(int horizon)
{
    // By the comparison, of which there is one a season: the last hundred count.
    private const double Memory = 0.997;

    private readonly double[] _squares = new double[horizon];
    private readonly double[] _weights = new double[horizon];

    /// <summary>Compares a forecast with what came; the two have the same length.</summary>
    public void Add(ReadOnlySpan<double> forecast, ReadOnlySpan<double> actual)
    {
        for (int step = 0; step < forecast.Length; step++)
        {
            double error = actual[step] - forecast[step];
            _squares[step] = (Memory * _squares[step]) + (error * error);
            _weights[step] = (Memory * _weights[step]) + 1;
        }
    }

    /// <summary>Gets the root of the mean square of the errors for each step ahead.</summary>
    /// <remarks>
    /// Steps further than the history could show take the last that is known: errors of a seasonal series level off.
    /// </remarks>
    /// <param name="otherwise">What stands where nothing is known.</param>
    public double[] RootMeanSquares(double otherwise)
    {
        var result = new double[_squares.Length];
        double last = otherwise;
        for (int step = 0; step < result.Length; step++)
        {
            if (_weights[step] > 0) last = Math.Sqrt(_squares[step] / _weights[step]);
            result[step] = last;
        }

        return result;
    }
}
