namespace TokenUsage;

/// <summary>Where every record is that the monitor was ever offered.</summary>
/// <remarks>
/// At rest <c>Offered + Recovered = Stored + Duplicate + Pending + Quarantined + Folded + Dropped</c>.
/// All terms but <see cref="Pending"/> only grow while the process lives.
/// </remarks>
public sealed record FlushReport
{
    /// <summary>Gets the records offered by this process.</summary>
    public long Offered { get; init; }

    /// <summary>Gets the records found in the journal of a process that had died.</summary>
    public long Recovered { get; init; }

    /// <summary>Gets the records that the store has committed.</summary>
    public long Stored { get; init; }

    /// <summary>Gets the records that the store had already.</summary>
    public long Duplicate { get; init; }

    /// <summary>Gets the records that are under way.</summary>
    public long Pending { get; init; }

    /// <summary>Gets the records that the store refuses for ever and that are kept aside.</summary>
    public long Quarantined { get; init; }

    /// <summary>Gets the records whose detail was given up and whose totals were kept.</summary>
    public long Folded { get; init; }

    /// <summary>Gets the records that were lost.</summary>
    public long Dropped { get; init; }

    /// <summary>Gets whether every record is accounted for.</summary>
    public bool IsBalanced => Offered + Recovered == Stored + Duplicate + Pending + Quarantined + Folded + Dropped;
}
