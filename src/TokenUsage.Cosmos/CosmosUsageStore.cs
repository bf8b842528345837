using System.Runtime.CompilerServices;
using Microsoft.Azure.Cosmos;
using TokenUsage.Cosmos.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos;

/// <summary>Keeps records and rollups in one container, a user's records in a partition of their own.</summary>
internal sealed partial class CosmosUsageStore(CosmosStoreOptions options, TimeProvider time)
    : IUsageStore, IDisposable
{
    private const int RecordsPerBatch = 250; // the sums of so many stay far below a document's two megabytes
    private const int BatchesBetweenMerges = 32;

    private static readonly TimeSpan RepairEvery = TimeSpan.FromMinutes(1);

    private readonly BatchStamps _stamps = new(time);
    private readonly SemaphoreSlim _tidying = new(1, 1);
    private CosmosClient? _client;
    private CosmosContainer? _container;
    private int _batchesSinceMerge;
    private long _repairedAt;

    public IReadOnlyList<UsageCube> Cubes => UsageCube.Standard;

    private CosmosContainer Container => _container ?? throw new InvalidOperationException(
        "The Cosmos DB store is not open. Call OpenAsync first; AddTokenMonitoring() does so at the host's start.");

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        CosmosStoreOptionsCheck.Require(options);
        _client ??= CosmosOpening.Connect(options);
        _container = await CosmosOpening.OpenAsync(_client, options, cancellationToken).ConfigureAwait(false);
        _repairedAt = time.GetTimestamp();
    }

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var records = new Dictionary<Guid, UsageRecord>(batch.Count);
        var conflicting = new List<Guid>();
        foreach (UsageRecord offered in batch)
        {
            UsageRecord record = RecordLimits.Apply(offered);
            if (records.TryAdd(record.Id, record)) continue;
            if (RecordDigest.Of(records[record.Id]) != RecordDigest.Of(record)) conflicting.Add(record.Id);
        }

        var inserted = new List<Guid>(records.Count);
        foreach (UsageRecord[] some in records.Values.Chunk(RecordsPerBatch))
        {
            var append = new CosmosAppend(Container, options, time, _stamps.Next());
            await append.RunAsync(some, cancellationToken).ConfigureAwait(false);
            inserted.AddRange(append.Inserted);
            conflicting.AddRange(append.Conflicting);
        }

        if (records.Count > 0) await TidyAsync(cancellationToken).ConfigureAwait(false);
        return new AppendResult { Inserted = inserted, Conflicting = conflicting };
    }

    /// <summary>Opens a view of what was stored before this moment.</summary>
    public ValueTask<IUsageSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(new CosmosSnapshot(Container, _stamps.Next()));
    }

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var snapshot = new CosmosSnapshot(Container, _stamps.Next());
        await foreach (RollupRow row in snapshot.ReadRollupsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    public async IAsyncEnumerable<UsageRecord> ReadRecordsAsync(
        RecordRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var snapshot = new CosmosSnapshot(Container, _stamps.Next());
        await foreach (UsageRecord record in snapshot.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _tidying.Dispose();
    }

    /// <summary>
    /// Merges and repairs now and then. What fails here fails no append: the batch is stored, and the next one tries again.
    /// </summary>
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        bool isMergeDue = Interlocked.Increment(ref _batchesSinceMerge) >= BatchesBetweenMerges;
        bool isRepairDue = time.GetElapsedTime(Volatile.Read(ref _repairedAt)) >= RepairEvery;
        if ((!isMergeDue && !isRepairDue) || !_tidying.Wait(0, CancellationToken.None)) return;

        try
        {
            Volatile.Write(ref _repairedAt, time.GetTimestamp());
            Volatile.Write(ref _batchesSinceMerge, 0);
            if (isRepairDue) await new BatchRepair(Container, time).RunAsync(cancellationToken).ConfigureAwait(false);
            await new RollupMerge(Container, time).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Batches wait, and are read as they are. Cancelled or not, what was appended is appended.
        }
        finally
        {
            _tidying.Release();
        }
    }
}
