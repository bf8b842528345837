using System.Text.Json;
using Microsoft.Azure.Cosmos;
using TokenUsage.Cosmos.Documents;

namespace TokenUsage.Cosmos.Rollups;

/// <summary>Counts what a writer that died left uncounted: every record names the batch that created it.</summary>
internal sealed class BatchRepair(CosmosContainer container, TimeProvider time)
{
    /// <summary>How long a writer may work on a batch. Afterwards it has given up, or is dead.</summary>
    public static readonly TimeSpan WriterGivesUp = TimeSpan.FromMinutes(2);

    /// <summary>How old an open batch is before others count it: writers have long given up, and so have their requests.</summary>
    public static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <summary>Counts the batches that nobody works on any more.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string before = BatchStamps.At(time.GetUtcNow() - Abandoned);
        var open = new List<(string Stamp, string Version, IReadOnlyList<(string Partition, string Id)>? Corrected)>();
        await foreach (JsonElement batch in container
            .QueryAsync(BatchDocument.OpenBefore(before), BatchDocument.Partition, cancellationToken)
            .ConfigureAwait(false))
        {
            open.Add((
                BatchDocument.StampOf(batch),
                batch.GetProperty("_etag").GetString()!,
                BatchDocument.CorrectedBy(batch)));
        }

        foreach ((string stamp, string version, IReadOnlyList<(string Partition, string Id)>? corrected) in open)
        {
            BatchDocument counted = corrected is null
                ? await CountAsync(stamp, cancellationToken).ConfigureAwait(false)
                : await CorrectAsync(stamp, corrected, cancellationToken).ConfigureAwait(false);
            await container
                .TryReplaceAsync(BatchDocument.Partition, stamp, version, counted.Write(), cancellationToken)
                .ConfigureAwait(false); // false: somebody else was faster, and counted the same
        }

        return open.Count;
    }

    private async Task<BatchDocument> CountAsync(string stamp, CancellationToken cancellationToken)
    {
        QueryDefinition query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND c.batch = @batch")
            .WithParameter("@type", RecordDocument.Type)
            .WithParameter("@batch", stamp);
        var records = new List<UsageRecord>();
        await foreach (JsonElement record in container.QueryAsync(query, partition: null, cancellationToken)
            .ConfigureAwait(false))
        {
            UsageRecord created = RecordDocument.Read(record);
            records.Add(created with { Cost = CostHistory.Read(record).Created ?? created.Cost });
        }

        return BatchDocument.Count(stamp, records);
    }

    private async Task<BatchDocument> CorrectAsync(
        string stamp, IReadOnlyList<(string Partition, string Id)> places, CancellationToken cancellationToken)
    {
        var corrected = new List<(UsageRecord, CostChange)>();
        foreach ((string partition, string id) in places)
        {
            (JsonDocument Document, string Version)? found = await container
                .ReadAsync(partition, id, cancellationToken).ConfigureAwait(false);
            using JsonDocument? read = found?.Document;
            if (read is null || CostHistory.Read(read.RootElement).Of(stamp) is not { } change) continue;
            corrected.Add((RecordDocument.Read(read.RootElement), change));
        }

        return BatchDocument.Correct(stamp, corrected);
    }
}
