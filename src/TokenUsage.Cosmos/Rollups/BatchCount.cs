using System.Text.Json;
using TokenUsage.Cosmos.Documents;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Rollups;

/// <summary>Fills the document that announced a batch.</summary>
internal static class BatchCount
{
    /// <summary>Puts a batch's sums into the place of its announcement; without any, takes the announcement away.</summary>
    /// <exception cref="UsageStoreException">Somebody else has counted the batch.</exception>
    public static async Task FinishAsync(
        CosmosContainer container, string stamp, BatchDocument? counted, CancellationToken cancellationToken)
    {
        if (counted is null)
        {
            await container.DeleteAsync(BatchDocument.Partition, stamp, cancellationToken).ConfigureAwait(false);
            return;
        }

        (JsonDocument Document, string Version)? open = await container
            .ReadAsync(BatchDocument.Partition, stamp, cancellationToken)
            .ConfigureAwait(false);
        using JsonDocument? read = open?.Document;
        bool isCounted = open is { } batch && await container
            .TryReplaceAsync(BatchDocument.Partition, stamp, batch.Version, counted.Write(), cancellationToken)
            .ConfigureAwait(false);
        if (isCounted) return;
        throw new UsageStoreException(
            "The document that announced a batch was changed by somebody else; its records are counted by the repair.",
            isPermanent: false);
    }
}
