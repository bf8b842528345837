namespace TokenUsage.Proofs.Recording;

/// <summary>What a record has reached when the caller is told that it is safe.</summary>
internal enum Acknowledgement
{
    /// <summary><c>TryRecord</c> answered true: the record is in the journal's map.</summary>
    Journal,

    /// <summary><c>RecordAsync</c> completed: the journal is flushed to the disk.</summary>
    Flushed,

    /// <summary>No journal: <c>RecordAsync</c> completed, which means that the store has committed.</summary>
    Memory,
}
