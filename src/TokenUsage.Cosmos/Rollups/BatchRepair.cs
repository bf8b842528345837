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
        var open = new List<(string Stamp, string Version)>();
        await foreach (JsonElement batch in container
            .QueryAsync(BatchDocument.OpenBefore(before), BatchDocument.Partition, cancellationToken)
            .ConfigureAwait(false))
        {
            open.Add((BatchDocument.StampOf(batch), batch.GetProperty("_etag").GetString()!));
        }

        foreach ((string stamp, string version) in open)
        {
            BatchDocument counted = await CountAsync(stamp, cancellationToken).ConfigureAwait(false);
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
            records.Add(RecordDocument.Read(record));
        }

        return BatchDocument.Count(stamp, records);
    }
}
