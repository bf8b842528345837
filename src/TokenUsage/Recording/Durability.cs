namespace TokenUsage.Recording;

/// <summary>What a record that was accepted survives.</summary>
public enum Durability
{
    /// <summary><see cref="Journal"/> where <see cref="RecordingOptions.JournalPath"/> is known, else <see cref="Memory"/>.</summary>
    Automatic,

    /// <summary>Records wait in memory: the death of the process loses those that the store has not committed yet.</summary>
    Memory,

    /// <summary>Records wait in a memory-mapped file: they survive the process, and the machine once they are flushed.</summary>
    Journal,
}
