using TokenUsage.Storage;

namespace TokenUsage.Proofs.Recording;

/// <summary>A store that never answers an append, and does not listen to its token.</summary>
internal sealed class HangingStore(string journal) : IUsageStore
{
    public string JournalPath => journal;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
        new(new TaskCompletionSource<AppendResult>().Task);

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RollupRow>();

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<UsageRecord>();
}
