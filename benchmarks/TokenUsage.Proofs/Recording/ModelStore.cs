using TokenUsage.Storage;

namespace TokenUsage.Proofs.Recording;

/// <summary>A store of ids and tokens in memory: small enough to trust with judging what was lost.</summary>
internal sealed class ModelStore : IUsageStore
{
    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _ids = [];

    /// <summary>Gets or sets what happens at each moment of each append: throw, wait or return.</summary>
    public Func<AppendMoment, CancellationToken, Task> At { get; set; } = static (_, _) => Task.CompletedTask;

    public Func<UsageRecord, bool> IsPoison { get; set; } = static _ => false;

    /// <summary>Gets how many records were ever inserted, duplicates included if there were any.</summary>
    public int Inserted { get; private set; }

    /// <summary>Gets the tokens that were inserted, for what was folded.</summary>
    public long Tokens { get; private set; }

    public bool Holds(Guid id)
    {
        lock (_lock) return _ids.Contains(id);
    }

    public bool HoldsExactly(int count)
    {
        lock (_lock) return Inserted == count && _ids.Count == count;
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        await At(AppendMoment.BeforeWrite, cancellationToken);
        if (batch.Any(IsPoison))
            throw new UsageStoreException("A record of this batch cannot be stored.", isPermanent: true);

        // What is written and not committed is gone when this throws, as in a transaction that is rolled back.
        await At(AppendMoment.BeforeCommit, cancellationToken);
        List<Guid> inserted = Commit(batch);
        await At(AppendMoment.AfterCommit, cancellationToken);
        return new AppendResult { Inserted = inserted };
    }

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RollupRow>();

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<UsageRecord>();

    private List<Guid> Commit(IReadOnlyList<UsageRecord> batch)
    {
        lock (_lock)
        {
            var inserted = new List<Guid>(batch.Count);
            foreach (UsageRecord record in batch)
            {
                if (!_ids.Add(record.Id)) continue;

                inserted.Add(record.Id);
                Inserted++;
                Tokens += record.Tokens.Total ?? 0;
            }

            return inserted;
        }
    }
}
