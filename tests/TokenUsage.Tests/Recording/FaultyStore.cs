using System.Runtime.CompilerServices;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Recording;

/// <summary>A store in memory that fails where a test tells it to.</summary>
internal sealed class FaultyStore : IUsageStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, UsageRecord> _records = [];
    private readonly List<Guid> _order = [];
    private int _appends;

    /// <summary>Called at each step of each append: throw, wait or return. The number counts appends from 1.</summary>
    public Func<AppendStep, int, CancellationToken, Task> At { get; set; } = (_, _, _) => Task.CompletedTask;

    public Func<UsageRecord, bool> IsPoison { get; set; } = _ => false;

    public int Appends => Volatile.Read(ref _appends);

    public IReadOnlyList<Guid> Order
    {
        get
        {
            lock (_lock) return [.. _order];
        }
    }

    public IReadOnlyList<UsageRecord> Records
    {
        get
        {
            lock (_lock) return [.. _order.Select(id => _records[id])];
        }
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        int append = Interlocked.Increment(ref _appends);
        await At(AppendStep.BeforeWrite, append, cancellationToken);
        if (batch.Any(IsPoison))
            throw new UsageStoreException("A record of this batch cannot be stored.", isPermanent: true);

        await At(AppendStep.BeforeCommit, append, cancellationToken);
        AppendResult result = Commit(batch);
        await At(AppendStep.AfterCommit, append, cancellationToken);
        return result;
    }

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public async IAsyncEnumerable<UsageRecord> ReadRecordsAsync(
        RecordRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (UsageRecord record in Records) yield return record;
    }

    private AppendResult Commit(IReadOnlyList<UsageRecord> batch)
    {
        lock (_lock)
        {
            var inserted = new List<Guid>();
            var conflicting = new List<Guid>();
            foreach (UsageRecord record in batch)
            {
                if (_records.TryAdd(record.Id, record))
                {
                    _order.Add(record.Id);
                    inserted.Add(record.Id);
                }
                else if (_records[record.Id].Tokens != record.Tokens)
                {
                    conflicting.Add(record.Id);
                }
            }

            return new AppendResult { Inserted = inserted, Conflicting = conflicting };
        }
    }
}
