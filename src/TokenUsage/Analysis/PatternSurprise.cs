namespace TokenUsage.Analysis;

/// <summary>How improbable each step of a quantised series is, given the two before: −log p(q | q₋₁, q₋₂).</summary>
/// <remarks>
/// A Markov chain of order two with add-one-prior counts. A context forgets by 0.1 % each time it is met.
/// </remarks>
internal sealed class PatternSurprise(int levels)
{
    private const double Memory = 0.999;

    private readonly double[] _counts = new double[levels * levels * levels];
    private int _last;
    private int _secondLast;

    /// <summary>Takes in a value by its place in a range, and gives its surprise in nats.</summary>
    public double Observe(double value, double low, double high)
    {
        int level = Level(value, low, high);
        Span<double> context = _counts.AsSpan(((_last * levels) + _secondLast) * levels, levels);
        double total = 0;
        foreach (double count in context) total += count;

        double surprise = -Math.Log((context[level] + (1.0 / levels)) / (total + 1));
        for (int i = 0; i < context.Length; i++) context[i] *= Memory;
        context[level]++;
        _secondLast = _last;
        _last = level;
        return surprise;
    }

    public void Write(StateWriter writer)
    {
        writer.Write(_last);
        writer.Write(_secondLast);
        writer.Write(_counts);
    }

    public void Read(ref StateReader reader)
    {
        _last = reader.ReadInt32(levels);
        _secondLast = reader.ReadInt32(levels);
        reader.Read(_counts);
    }

    private int Level(double value, double low, double high) =>
        high > low ? (int)Math.Clamp((value - low) / (high - low) * levels, 0, levels - 1) : 0;
}
