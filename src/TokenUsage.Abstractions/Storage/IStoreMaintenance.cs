namespace TokenUsage.Storage;

/// <summary>What a store can do to itself: let go of what is old, forget a user, check and mend its sums, copy itself.</summary>
/// <remarks>
/// A store implements it beside <see cref="IUsageStore"/>. Every call may run while records are appended and read. Only one
/// process should do the upkeep of a shared store at a time: see <see cref="ILeaseStore"/>.
/// </remarks>
public interface IStoreMaintenance
{
    /// <summary>Deletes what is older than a plan allows, in short transactions between which others may write.</summary>
    /// <returns>What was deleted, and whether more is left: call again until it is not.</returns>
    ValueTask<RetentionReport> ApplyRetentionAsync(RetentionPlan plan, CancellationToken cancellationToken);

    /// <summary>Makes a user unknown: nothing in the store's files names it any more, and every total stays.</summary>
    /// <param name="identities">The user's id and every pseudonym it may be stored under.</param>
    /// <param name="cancellationToken">Stops between two steps; call again to finish.</param>
    /// <remarks>
    /// What the user used stays counted under a label that says nothing. A record of the user that started before the call and
    /// arrives after it is stored under a label too, for as long as this process lives.
    /// </remarks>
    /// <returns>How many records named the user.</returns>
    ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken);

    /// <summary>Compares the sums of the records with the rollups of the same time, cube by cube.</summary>
    ValueTask<StoreAudit> AuditAsync(CancellationToken cancellationToken);

    /// <summary>Builds the rollups anew from the records, for the time of which all records are still kept.</summary>
    /// <returns>The audit afterwards.</returns>
    ValueTask<StoreAudit> RepairAsync(CancellationToken cancellationToken);

    /// <summary>Writes a copy of one moment of the store, readable for its owner only, while others go on writing.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="cancellationToken">Stops the copying and removes what there is of it.</param>
    /// <exception cref="UsageStoreException">The file exists already or cannot be written.</exception>
    ValueTask BackUpAsync(string path, CancellationToken cancellationToken);
}
