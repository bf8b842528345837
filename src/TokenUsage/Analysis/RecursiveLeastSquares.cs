namespace TokenUsage.Analysis;

/// <summary>A linear regression that learns point by point and forgets slowly.</summary>
/// <remarks>
/// Recursive least squares with exponential forgetting (Ljung, "System Identification", 2nd ed., 11.2):
/// k = P·x ÷ (λ + xᵀ·P·x), θ += k·e, P = (P − k·xᵀ·P) ÷ λ; P₀ = I ÷ ridge.
/// </remarks>
internal sealed class RecursiveLeastSquares
{
    // Without new information P grows by 1/λ a point, for ever; above this trace nothing is forgotten any more.
    private const double MostTrace = 1e8;

    private readonly double _forgetting;
    private readonly double[] _weights;
    private readonly double[] _covariance;
    private readonly double[] _gain;

    public RecursiveLeastSquares(ReadOnlySpan<double> prior, double forgetting, double ridge)
    {
        _forgetting = forgetting;
        _weights = prior.ToArray();
        _gain = new double[prior.Length];
        _covariance = new double[prior.Length * prior.Length];
        for (int i = 0; i < prior.Length; i++) _covariance[(i * prior.Length) + i] = 1 / ridge;
    }

    public ReadOnlySpan<double> Weights => _weights;

    public double Predict(ReadOnlySpan<double> inputs)
    {
        double sum = 0;
        for (int i = 0; i < inputs.Length; i++) sum += _weights[i] * inputs[i];
        return sum;
    }

    /// <summary>Learns from the error of <see cref="Predict"/>, clipped by the caller as it sees fit.</summary>
    public void Update(ReadOnlySpan<double> inputs, double error)
    {
        int size = inputs.Length;
        double denominator = _forgetting;
        for (int i = 0; i < size; i++)
        {
            double sum = 0;
            ReadOnlySpan<double> row = _covariance.AsSpan(i * size, size);
            for (int j = 0; j < row.Length; j++) sum += row[j] * inputs[j];
            _gain[i] = sum;
            denominator += inputs[i] * sum;
        }

        // Rounding can make P indefinite in a series without noise; such a step would teach nonsense.
        if (!double.IsFinite(denominator) || denominator <= 0) return;

        for (int i = 0; i < size; i++) _weights[i] += _gain[i] / denominator * error;
        Shrink(size, denominator);
    }

    private void Shrink(int size, double denominator)
    {
        double growth = Trace(size) > MostTrace ? 1 : 1 / _forgetting;
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                double value = (_covariance[(i * size) + j] - (_gain[i] * _gain[j] / denominator)) * growth;
                _covariance[(i * size) + j] = value;
                _covariance[(j * size) + i] = value;
            }
        }
    }

    private double Trace(int size)
    {
        double trace = 0;
        for (int i = 0; i < size; i++) trace += _covariance[(i * size) + i];
        return trace;
    }
}
