namespace TokenUsage.Storage;

/// <summary>Keeps records and their rollups.</summary>
/// <remarks>
/// Serves primitives only; the core plans queries over them, so that every store gives the same answers.
/// Implementations are safe for concurrent use. They let their exceptions propagate: the recorder retries.
/// </remarks>
public interface IUsageStore
{
    /// <summary>Gets the cubes that the store keeps rollups for.</summary>
    /// <value>The default is none: everything is then read from records.</value>
    IReadOnlyList<UsageCube> Cubes => [];

    /// <summary>Gets the folder in which a journal of records on their way to this store may lie.</summary>
    /// <value>The default is <see langword="null"/>: the store suggests none.</value>
    string? JournalPath => null;

    /// <summary>Opens the store and brings its schema up to date. Called once, before anything else.</summary>
    /// <exception cref="UsageStoreException">The store cannot be used; the message names the setting that mends it.</exception>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Adds records and updates the rollups, all or nothing. A record whose id is known already is left as it is.</summary>
    /// <remarks>Stores pass each record through <see cref="RecordLimits.Apply"/> first.</remarks>
    /// <returns>Which records were really inserted.</returns>
    ValueTask<AppendResult> AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken);

    /// <summary>Opens a view of one moment, from which a query reads everything that must agree.</summary>
    /// <remarks>Hold it briefly. The default reads the store as it changes; stores that can do better do.</remarks>
    ValueTask<IUsageSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken) => new(new LiveSnapshot(this));

    /// <summary>Reads rollups.</summary>
    IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken);

    /// <summary>Reads records.</summary>
    IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken);
}
