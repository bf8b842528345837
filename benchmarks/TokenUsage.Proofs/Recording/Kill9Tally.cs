namespace TokenUsage.Proofs.Recording;

/// <summary>What the cycles came to.</summary>
internal sealed class Kill9Tally
{
    public int Cycles { get; private set; }

    public long Acknowledged { get; private set; }

    public long Stored { get; private set; }

    public long Recovered { get; private set; }

    public long InDoubt { get; private set; }

    public long Lost { get; private set; }

    public long Duplicates { get; private set; }

    public int Unbalanced { get; private set; }

    public void Add(IReadOnlyList<Guid> acknowledged, IReadOnlyList<Guid> stored, FlushReport report)
    {
        var unique = new HashSet<Guid>(stored);
        int kept = acknowledged.Count(unique.Contains);
        Cycles++;
        Acknowledged += acknowledged.Count;
        Stored += unique.Count;
        Recovered += report.Recovered;
        Duplicates += stored.Count - unique.Count;
        Lost += acknowledged.Count - kept;
        InDoubt += unique.Count - kept;
        if (!report.IsBalanced || report.Pending > 0) Unbalanced++;
    }

    public override string ToString() =>
        $"{Cycles} cycles: {Acknowledged} acknowledged, {Stored} stored, {InDoubt} in doubt and stored, "
        + $"{Recovered} recovered, {Lost} lost, {Duplicates} duplicates, {Unbalanced} unbalanced";
}
