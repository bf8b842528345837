namespace TokenUsage.Sqlite;

/// <summary>When a commit counts as done.</summary>
public enum SqliteSynchronous
{
    /// <summary>Once it is on the disk: it survives a power cut.</summary>
    Full,

    /// <summary>Once the operating system has it: it survives the death of the process; a power cut can take the last commits.</summary>
    Normal,
}
