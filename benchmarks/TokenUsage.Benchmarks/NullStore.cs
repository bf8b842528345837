using TokenUsage.Storage;

namespace TokenUsage.Benchmarks;

/// <summary>Accepts every record and keeps none.</summary>
internal sealed class NullStore : IUsageStore
{
    public IReadOnlyList<UsageCube> Cubes => [];

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new AppendResult { Inserted = [.. batch.Select(record => record.Id)] });

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RollupRow>();

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<UsageRecord>();
}
