namespace TokenUsage.Storage;

/// <summary>The view of a store that cannot hold a moment: it reads what is there, and every look is another version.</summary>
internal sealed class LiveSnapshot(IUsageStore store) : IUsageSnapshot
{
    private static long _looks;

    public long Version { get; } = Interlocked.Increment(ref _looks);

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        store.ReadRollupsAsync(read, cancellationToken);

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        store.ReadRecordsAsync(read, cancellationToken);

    public ValueTask DisposeAsync() => default;
}
