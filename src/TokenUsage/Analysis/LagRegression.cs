using System.Buffers;
using System.Numerics.Tensors;

namespace TokenUsage.Analysis;

/// <summary>
/// Regresses the next point on those one step, one season and one long season back, and learns from each point.
/// </summary>
internal sealed class LagRegression : IPathForecaster
{
    private const double Forgetting = 0.998;
    private const double Ridge = 0.3;
    private const double ErrorRate = 0.01;
    private const double Margin = 0.1;

    private readonly SeasonLags _lags;
    private readonly bool _isLogarithmic;
    private readonly double _errorClip;
    private readonly RecursiveLeastSquares _regression;
    private readonly SurpriseRing _surprises;
    private readonly double[] _inputs;

    // Each point stands in it twice, one reach apart, so that the last ones are always contiguous.
    private readonly double[] _window;

    private long _count;
    private double _scale;
    private double _meanError;
    private long _errors;
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;

    /// <param name="lags">The seasons.</param>
    /// <param name="isLogarithmic">Whether to regress log(1 + x), which weighs errors by proportion.</param>
    /// <param name="errorClip">
    /// The mean absolute errors beyond which an error teaches no more: 4 keeps outliers from bending single points;
    /// without it the mean,
    /// and so a sum, is not biased by what was clipped.
    /// </param>
    public LagRegression(SeasonLags lags, bool isLogarithmic, double errorClip = 4)
    {
        _lags = lags;
        _isLogarithmic = isLogarithmic;
        _errorClip = errorClip;
        _regression = new RecursiveLeastSquares(lags.Prior, Forgetting, Ridge);
        _surprises = new SurpriseRing(lags.LongSeason);
        _inputs = new double[lags.Prior.Length];
        _window = new double[2 * lags.Reach];
    }

    public int Surprises => _surprises.Count;

    public void Observe(double value)
    {
        double point = _isLogarithmic ? Math.Log(1 + Math.Max(0, value)) : value;
        _least = Math.Min(_least, point);
        _most = Math.Max(_most, point);
        if (_count >= _lags.Reach) Learn(point);

        int place = (int)(_count % _lags.Reach);
        _window[place] = point;
        _window[place + _lags.Reach] = point;
        _count++;
    }

    /// <summary>
    /// Continues the series step by step, each step fed with the ones before and kept within 10 % of the range seen.
    /// </summary>
    public void Forecast(Span<double> path, Shocks shocks)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(_lags.Reach + path.Length);
        Span<double> points = rented.AsSpan(0, _lags.Reach + path.Length);
        Last().CopyTo(points);
        for (int step = 0; step < path.Length; step += _lags.Block)
        {
            int count = Math.Min(_lags.Block, path.Length - step);
            AddFar(points, _lags.Reach + step, count);
            AddNear(points.Slice(_lags.Reach + step - 2, count + 2), step, shocks);
        }

        Restore(points[_lags.Reach..], path);
        ArrayPool<double>.Shared.Return(rented);
    }

    // All lags but the last two points reach behind the block, so its steps can be added up side by side.
    private void AddFar(Span<double> points, int start, int count)
    {
        ReadOnlySpan<double> weights = _regression.Weights;
        ReadOnlySpan<int> lags = _lags.Lags;
        Span<double> ahead = points.Slice(start, count);
        ahead.Fill(weights[^1] * _scale);
        for (int i = 2; i < lags.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(points.Slice(start - lags[i], count), weights[i], ahead, ahead);
        }
    }

    private void AddNear(Span<double> points, int step, Shocks shocks)
    {
        double margin = Margin * (_most - _least);
        double least = _least - margin;
        double most = _most + margin;
        double first = _regression.Weights[0];
        double second = _regression.Weights[1];
        for (int i = 2; i < points.Length; i++)
        {
            double far = points[i] + shocks.At(step + i - 2, _surprises);
            double next = far + (second * points[i - 2]) + (first * points[i - 1]);
            points[i] = Math.Min(Math.Max(next, least), most);
        }
    }

    private void Restore(ReadOnlySpan<double> points, Span<double> path)
    {
        if (_isLogarithmic)
        {
            TensorPrimitives.Exp(points, path);
            TensorPrimitives.Subtract(path, 1, path);
        }
        else
        {
            points.CopyTo(path);
        }

        TensorPrimitives.Max(path, 0, path);
    }

    private void Learn(double point)
    {
        if (_count == _lags.Reach) _scale = Scale(Last());

        ReadOnlySpan<double> last = Last();
        ReadOnlySpan<int> lags = _lags.Lags;
        for (int i = 0; i < lags.Length; i++) _inputs[i] = last[^lags[i]] / _scale;
        _inputs[^1] = 1;

        double error = (point / _scale) - _regression.Predict(_inputs);
        double clip = _errors > 10 ? _errorClip * _meanError : double.PositiveInfinity;
        _errors++;
        _meanError += Math.Max(ErrorRate, 1.0 / _errors) * (Math.Abs(error) - _meanError);
        _regression.Update(_inputs, Math.Clamp(error, -clip, clip));
        _surprises.Add(error * _scale);
    }

    private ReadOnlySpan<double> Last() => _window.AsSpan((int)(_count % _lags.Reach), _lags.Reach);

    // The deviation and not the mean: a ridge in units of the mean would pin down series that move little around a
    // high level.
    private static double Scale(ReadOnlySpan<double> points)
    {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double distance = points[i] - mean;
            mean += distance / (i + 1);
            squares += distance * (points[i] - mean);
        }

        double deviation = Math.Sqrt(squares / points.Length);
        return deviation > 0 ? deviation : mean != 0 ? Math.Abs(mean) : 1;
    }
}
