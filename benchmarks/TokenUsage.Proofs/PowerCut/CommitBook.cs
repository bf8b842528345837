using TokenUsage.Storage;

namespace TokenUsage.Proofs.PowerCut;

/// <summary>A store that knows ids, and when it committed them.</summary>
internal sealed class CommitBook(DiskLog? log = null, IEnumerable<Guid>? known = null) : IUsageStore
{
    private static readonly TimeSpan CommitTime = TimeSpan.FromMilliseconds(3);

    private readonly HashSet<Guid> _ids = [.. known ?? []];

    public IReadOnlySet<Guid> Ids => _ids;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        if (log is not null) await Task.Delay(CommitTime, TimeProvider.System, cancellationToken);
        var inserted = new List<Guid>(batch.Count);
        foreach (UsageRecord record in batch)
        {
            if (_ids.Add(record.Id)) inserted.Add(record.Id);
        }

        foreach (Guid id in inserted) log?.Note(log.Committed, id);
        return new AppendResult { Inserted = inserted };
    }

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RollupRow>();

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<UsageRecord>();
}
