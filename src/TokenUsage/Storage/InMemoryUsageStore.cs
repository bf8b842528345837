using Microsoft.Extensions.Options;

namespace TokenUsage.Storage;

/// <summary>Keeps records and rollups in this process, and forgets them with it.</summary>
/// <remarks>
/// Every append makes a new immutable state, so that readers hold a moment without stopping the writer. A record that
/// has left for want of room is no longer recognised when it is offered again.
/// </remarks>
internal sealed partial class InMemoryUsageStore : IUsageStore, IStoreMaintenance
{
    private readonly Lock _writing = new();
    private readonly InMemoryStoreOptions _options;
    private volatile InMemoryState _state;

    public InMemoryUsageStore(IOptions<InMemoryStoreOptions>? options = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _options = options?.Value ?? new InMemoryStoreOptions();
        RequireAtLeast(1, _options.MaxRecords, nameof(_options.MaxRecords));
        RequireAtLeast(1_000, _options.MaxCells, nameof(_options.MaxCells));
        Cubes = [.. UsageCube.Standard.Concat(_options.Cubes).DistinctBy(c => c.Name)];
        _state = InMemoryState.Empty(Cubes.Count);
    }

    public IReadOnlyList<UsageCube> Cubes { get; }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writing)
        {
            var change = new InMemoryChange(_state, Cubes);
            foreach (UsageRecord record in batch) change.Add(HideErased(RecordLimits.Apply(record)));
            _state = change.Finish(_options.MaxRecords, _options.MaxCells);
            return new(change.Result);
        }
    }

    public ValueTask<IUsageSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken) =>
        new(new InMemorySnapshot(_state, Cubes));

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        new InMemorySnapshot(_state, Cubes).ReadRollupsAsync(read, cancellationToken);

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        new InMemorySnapshot(_state, Cubes).ReadRecordsAsync(read, cancellationToken);

    private static void RequireAtLeast(int least, int value, string name)
    {
        if (value >= least) return;
        throw new ArgumentException($"{nameof(InMemoryStoreOptions)}.{name} is {value}; set it to {least} or more.");
    }
}
