namespace TokenUsage.Reports.Charts;

/// <summary>A scale from zero with round steps.</summary>
internal sealed class ValueAxis
{
    private const int MostSteps = 5;

    public ValueAxis(double most)
    {
        if (most <= 0 || !double.IsFinite(most)) most = 1;
        double rough = most / MostSteps;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        Step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 });
        Most = Step * Math.Ceiling((most / Step) - 1e-9);
    }

    /// <summary>Gets the distance of two grid lines.</summary>
    public double Step { get; }

    /// <summary>Gets the value at the top.</summary>
    public double Most { get; }

    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round(Most / Step) + 1).Select(i => i * Step);

    public float Place(double value, float height) => (float)(Math.Clamp(value / Most, 0, 1) * height);
}
