using System.Buffers;

namespace TokenUsage.Analysis;

/// <summary>The mean of two forecasters that see the same points and the same shocks.</summary>
internal sealed class AverageForecaster(IPathForecaster first, IPathForecaster second) : IPathForecaster
{
    public int Surprises => Math.Min(first.Surprises, second.Surprises);

    public void Observe(double value)
    {
        first.Observe(value);
        second.Observe(value);
    }

    public void Forecast(Span<double> path, Shocks shocks)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(path.Length);
        Span<double> other = rented.AsSpan(0, path.Length);
        first.Forecast(path, shocks);
        second.Forecast(other, shocks);
        for (int i = 0; i < path.Length; i++) path[i] = 0.5 * path[i] + (0.5 * other[i]);
        ArrayPool<double>.Shared.Return(rented);
    }
}
