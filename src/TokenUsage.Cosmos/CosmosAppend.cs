using System.Text.Json;
using TokenUsage.Cosmos.Documents;
using TokenUsage.Cosmos.Rollups;

namespace TokenUsage.Cosmos;

/// <summary>Writes one batch: announced, created, counted.</summary>
/// <remarks>
/// Cosmos DB changes one partition at a time, and a batch has records of many. So a document announces the batch, each
/// record names the batch that created it, and the same document is then filled with what those records add up to. A
/// writer that dies in between leaves an announcement from which anybody can work out the same sums.
/// </remarks>
internal sealed class CosmosAppend(
    CosmosContainer container, CosmosStoreOptions options, TimeProvider time, string stamp)
{
    private const int AtOnce = 64;

    private readonly Lock _gate = new();
    private readonly List<UsageRecord> _inserted = [];
    private readonly List<Guid> _conflicting = [];

    public IEnumerable<Guid> Inserted => _inserted.Select(record => record.Id);

    public IReadOnlyList<Guid> Conflicting => _conflicting;

    public async Task RunAsync(IReadOnlyCollection<UsageRecord> records, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ITimer deadline = time.CreateTimer(
            static source => ((CancellationTokenSource)source!).Cancel(),
            limited,
            BatchRepair.WriterGivesUp,
            Timeout.InfiniteTimeSpan);
        CancellationToken token = limited.Token;
        await container.TryCreateAsync(BatchDocument.Partition, BatchDocument.Announce(stamp), token)
            .ConfigureAwait(false);
        await Parallel.ForEachAsync(
            records,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = token },
            CreateAsync).ConfigureAwait(false);
        await BatchCount
            .FinishAsync(container, stamp, _inserted.Count == 0 ? null : BatchDocument.Count(stamp, _inserted), token)
            .ConfigureAwait(false);
    }

    private async ValueTask CreateAsync(UsageRecord record, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> document = RecordDocument.Write(record, stamp, options.TimeToLiveOf(record, time));
        string partition = RecordDocument.PartitionOf(record);
        if (await container.TryCreateAsync(partition, document, cancellationToken).ConfigureAwait(false))
        {
            lock (_gate) _inserted.Add(record);
            return;
        }

        (JsonDocument Document, string Version)? known = await container
            .ReadAsync(partition, RecordDocument.IdOf(record.Id), cancellationToken)
            .ConfigureAwait(false);
        using JsonDocument? read = known?.Document;
        if (read is null) return; // its time had come between the two

        if (read.RootElement.Text("digest") != RecordDocument.DigestOf(record))
        {
            lock (_gate) _conflicting.Add(record.Id);
        }
        else if (read.RootElement.Text("batch") == stamp)
        {
            // The client sent it again after an answer was lost: this batch did create it.
            lock (_gate) _inserted.Add(record);
        }
    }
}
