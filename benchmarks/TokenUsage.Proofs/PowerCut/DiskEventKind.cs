namespace TokenUsage.Proofs.PowerCut;

/// <summary>What happened.</summary>
internal enum DiskEventKind
{
    /// <summary>A file was made, of <see cref="DiskEvent.Offset"/> bytes.</summary>
    Created,

    /// <summary>Bytes were written; they may be on the disk at any time from now on, or never.</summary>
    Written,

    /// <summary>A flush has returned; what was written before it began is on the disk.</summary>
    Flushed,

    /// <summary>A file was deleted; its folder may not know it yet.</summary>
    Deleted,
}
