namespace TokenUsage.Storage;

/// <summary>Takes every record and keeps none: what is counted from records as they pass is all there is.</summary>
internal sealed class ForgetfulStore : IUsageStore
{
    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
        new(new AppendResult { Inserted = [.. batch.Select(record => record.Id)] });

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RollupRow>();

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<UsageRecord>();
}
