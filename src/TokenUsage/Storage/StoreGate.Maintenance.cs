namespace TokenUsage.Storage;

internal sealed partial class StoreGate
{
    public async ValueTask<RetentionReport> ApplyRetentionAsync(
        RetentionPlan plan, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (store is not IStoreMaintenance upkeep) return new RetentionReport { IsDone = true }; // its own affair
        return await upkeep.ApplyRetentionAsync(plan, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<long> EraseUserAsync(
        IReadOnlyList<string> identities, CancellationToken cancellationToken)
    {
        IStoreMaintenance upkeep = await UpkeepAsync("erase a user", cancellationToken).ConfigureAwait(false);
        return await upkeep.EraseUserAsync(identities, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoreAudit> AuditAsync(CancellationToken cancellationToken)
    {
        IStoreMaintenance upkeep = await UpkeepAsync("audit its sums", cancellationToken).ConfigureAwait(false);
        return await upkeep.AuditAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoreAudit> RepairAsync(CancellationToken cancellationToken)
    {
        IStoreMaintenance upkeep = await UpkeepAsync("repair its sums", cancellationToken).ConfigureAwait(false);
        return await upkeep.RepairAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask BackUpAsync(string path, CancellationToken cancellationToken)
    {
        IStoreMaintenance upkeep = await UpkeepAsync("back itself up", cancellationToken).ConfigureAwait(false);
        await upkeep.BackUpAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IStoreMaintenance> UpkeepAsync(string what, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return store as IStoreMaintenance ?? throw new UsageStoreException(
            $"The store {store.GetType().Name} cannot {what}: it does not implement {nameof(IStoreMaintenance)}. Use "
            + "the tools of its database.",
            isPermanent: true);
    }
}
