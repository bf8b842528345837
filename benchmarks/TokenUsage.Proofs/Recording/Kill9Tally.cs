namespace TokenUsage.Proofs.Recording;

/// <summary>What the cycles came to.</summary>
internal sealed class Kill9Tally
{
    private readonly Lock _lock = new();

    public int Cycles { get; private set; }

    public int Empty { get; private set; }

    public long Acknowledged { get; private set; }

    public long Recovered { get; private set; }

    /// <summary>Gets the records that were stored although nobody was told so: the child died before it could say it.</summary>
    public long InDoubt { get; private set; }

    public long Lost { get; private set; }

    public long Duplicates { get; private set; }

    public int Unbalanced { get; private set; }

    public List<string> Faults { get; } = [];

    public bool Holds => Lost + Duplicates + Unbalanced + Faults.Count == 0;

    public void Kill(IReadOnlyCollection<Guid> acknowledged)
    {
        lock (_lock)
        {
            Cycles++;
            if (acknowledged.Count == 0) Empty++;
            Acknowledged += acknowledged.Count;
        }
    }

    public void Settle(IReadOnlyCollection<Guid> acknowledged, StoreContent content, FlushReport report)
    {
        var unique = new HashSet<Guid>(content.Ids);
        lock (_lock)
        {
            Recovered += report.Recovered;
            Duplicates += content.Ids.Count - unique.Count;
            int kept = acknowledged.Count(unique.Contains);
            Lost += acknowledged.Count - kept;
            InDoubt += unique.Count - kept;
            if (!report.IsBalanced || report.Pending > 0) Unbalanced++;
            Faults.AddRange(content.Faults);
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return $"{Cycles} kills ({Empty} before the first acknowledgement): {Acknowledged} acknowledged, "
                + $"{InDoubt} in doubt and stored, {Recovered} recovered by the last start, "
                + $"{Lost} lost, {Duplicates} duplicates, {Faults.Count} rollup or integrity faults, "
                + $"{Unbalanced} unbalanced";
        }
    }
}
