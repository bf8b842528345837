namespace TokenUsage.Storage;

/// <summary>A store as it was at one moment. Used by one reader at a time, one enumeration after the other.</summary>
public interface IUsageSnapshot : IAsyncDisposable
{
    /// <summary>Gets a number that is another one whenever the store has changed.</summary>
    long Version { get; }

    /// <summary>Gets from when on the store is complete.</summary>
    /// <value>The default is <see cref="StoreHorizon.Everything"/>.</value>
    StoreHorizon Horizon => StoreHorizon.Everything;

    /// <summary>Reads rollups.</summary>
    IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken);

    /// <summary>Reads records.</summary>
    IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken);
}
