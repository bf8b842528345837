namespace TokenUsage.Analysis;

/// <summary>The last one-step errors of a forecaster.</summary>
internal sealed class SurpriseRing(int capacity)
{
    private readonly double[] _errors = new double[capacity];
    private double _sum;
    private int _next;

    /// <summary>Gets how many are known.</summary>
    public int Count { get; private set; }

    /// <summary>Gets one by its age; 0 is the latest.</summary>
    public double this[int age] => _errors[(_next - 1 - age + (2 * capacity)) % capacity];

    /// <summary>Gets their mean, which a simulation takes off: repeated at each step, it would be a trend.</summary>
    public double Mean => Count == 0 ? 0 : _sum / Count;

    public void Add(double error)
    {
        _sum += error - _errors[_next];
        _errors[_next] = error;
        _next = (_next + 1) % capacity;
        if (Count < capacity) Count++;
    }
}
