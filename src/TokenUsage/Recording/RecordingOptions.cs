namespace TokenUsage.Recording;

/// <summary>How records travel from a finished call to the store.</summary>
public sealed class RecordingOptions
{
    /// <summary>Gets or sets what an accepted record survives.</summary>
    /// <value>The default is <see cref="Durability.Automatic"/>.</value>
    public Durability Durability { get; set; }

    /// <summary>Gets or sets the folder of the journal; created, for its owner only, when it is missing.</summary>
    /// <value>Needed by <see cref="Durability.Journal"/>. The default is <see langword="null"/>.</value>
    /// <remarks>Processes may share it: each takes a folder of its own inside, and adopts those of dead ones.</remarks>
    public string? JournalPath { get; set; }

    /// <summary>Gets or sets the most records that wait for the store.</summary>
    /// <value>
    /// From <see cref="BatchSize"/> to 10,000,000. The default is 1,000,000 with the journal, which then takes at most
    /// 512 bytes of disk for each, and 100,000 in memory.
    /// </value>
    public int? Capacity { get; set; }

    /// <summary>Gets or sets what becomes of a record for which there is no room.</summary>
    /// <value>The default is <see cref="OverflowRule.Fold"/>.</value>
    public OverflowRule WhenFull { get; set; }

    /// <summary>Gets or sets the most records handed to the store at once.</summary>
    /// <value>From 1 to 10,000. The default is 500.</value>
    public int BatchSize { get; set; } = 500;

    /// <summary>Gets or sets how long a record waits for others to share its batch.</summary>
    /// <value>From zero (real time: nothing waits) to an hour (batch). The default is 250 ms.</value>
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets or sets how often the journal is flushed to disk, which bounds what a power cut can take.</summary>
    /// <value>From 1 ms to an hour. The default is 100 ms.</value>
    /// <remarks><see cref="ITokenTracker.RecordAsync"/> waits for the flush. The death of the process needs none.</remarks>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets how long stopping waits for the store. What is left stays in the journal.</summary>
    /// <value>More than zero, at most an hour. The default is 10 s; keep it below the host's own shutdown timeout.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets where the journal lies: the disk, or a proof's model of one.</summary>
    internal IJournalDisk Disk { get; set; } = MappedDisk.Instance;

    /// <summary>Gets or sets the bytes of one journal file; small ones let a proof fill many.</summary>
    internal int? SegmentBytes { get; set; }
}
