using TokenUsage.Storage;

namespace TokenUsage.Benchmarks;

/// <summary>Takes every batch and keeps nothing.</summary>
internal sealed class RecordingNullStore : IUsageStore
{
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        var ids = new Guid[batch.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = batch[i].Id;
        return ValueTask.FromResult(new AppendResult { Inserted = ids });
    }

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RollupRow>();

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<UsageRecord>();
}
