namespace TokenUsage.Proofs.Admission;

/// <summary>What the comparison of windows has found so far. Shared by threads.</summary>
internal sealed class WindowsTally
{
    private const int MostExamples = 10;

    private readonly Lock _gate = new();
    private readonly List<string> _rebuilt = [];
    private readonly List<string> _examples = [];
    private long _cases;
    private long _edges;
    private long _differences;

    public long Cases => _cases;

    public long Edges => _edges;

    public long Differences => _differences;

    public IReadOnlyList<string> Examples => _examples;

    public IReadOnlyList<string> RebuiltZones => _rebuilt;

    public void Count(bool isEdge, string? difference)
    {
        Interlocked.Increment(ref _cases);
        if (isEdge) Interlocked.Increment(ref _edges);
        if (difference is null) return;

        Interlocked.Increment(ref _differences);
        lock (_gate)
        {
            if (_examples.Count < MostExamples) _examples.Add(difference);
        }
    }

    public void Rebuild(string zone)
    {
        lock (_gate) _rebuilt.Add(zone);
    }
}
