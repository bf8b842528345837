namespace TokenUsage.Recording;

/// <summary>What lies between the callers and the loop: in memory, or on disk with only positions in memory.</summary>
/// <remarks>
/// Many threads append; one loop takes and releases. What was taken stays the queue's own until it is released, in the
/// order in which it was taken: nothing is forgotten before the store has committed it.
/// </remarks>
internal interface IRecordQueue : IAsyncDisposable
{
    /// <summary>Gets how many records may wait.</summary>
    int Capacity { get; }

    /// <summary>Gets how many records were ever accepted, recovered ones included.</summary>
    long Accepted { get; }

    /// <summary>Gets how many of them a dead process had left behind.</summary>
    long Recovered { get; }

    /// <summary>Gets how many of them are done with.</summary>
    long Released { get; }

    /// <summary>Gets whether records of a dead process are still being looked for.</summary>
    bool IsRecovering { get; }

    /// <summary>Gets whether there is something to take.</summary>
    bool HasWork { get; }

    /// <summary>Gets how many records wait to be taken.</summary>
    long Waiting { get; }

    /// <summary>Gets how many records the death of the process would take.</summary>
    long AtRisk { get; }

    /// <summary>Gets how many records a power cut would take.</summary>
    long Unflushed { get; }

    /// <summary>Gets or sets what to call when work has come that no caller announces.</summary>
    Action WorkFound { get; set; }

    /// <summary>Accepts an entry and takes ownership of it, or leaves it to the caller when there is no room.</summary>
    bool TryAppend(UsageEntry entry);

    /// <summary>Accepts an entry as <see cref="TryAppend(UsageEntry)"/> does.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="durable">Completes when the record is in durable storage.</param>
    bool TryAppend(UsageEntry entry, out Task durable);

    /// <summary>Accepts the sum of records that found no room, where it is safer here than in memory.</summary>
    bool TryAppendTotals(UsageEntry totals);

    /// <summary>Waits until there may be room.</summary>
    ValueTask WaitForRoomAsync(CancellationToken cancellationToken);

    /// <summary>Hands out the oldest records.</summary>
    void Take(List<UsageRecord> batch, int most);

    /// <summary>Forgets the oldest of the records taken, now that they are stored or kept aside.</summary>
    /// <param name="count">How many.</param>
    /// <param name="refusal">Why the store refuses them for ever; <see langword="null"/> when they are stored.</param>
    void Release(int count, Exception? refusal);

    /// <summary>Removes what is stored already from wherever it still stands.</summary>
    void DropStored();

    /// <summary>Refuses further entries, or those that need the loop.</summary>
    void Complete();

    /// <summary>Gives up what cannot outlive the process.</summary>
    /// <returns>How many records are lost by it.</returns>
    int Abandon();
}
