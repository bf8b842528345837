namespace TokenUsage.Proofs.PowerCut;

/// <summary>What becomes of writes that were not flushed when the power goes.</summary>
internal enum CutKind
{
    /// <summary>None of them is there.</summary>
    Dropped,

    /// <summary>Each page of 4 KiB is as it was at some moment since its last flush.</summary>
    HalfKept,

    /// <summary>So is each sector of 512 bytes: pages are torn.</summary>
    Torn,
}
