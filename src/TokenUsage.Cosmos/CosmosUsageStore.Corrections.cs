using TokenUsage.Cosmos.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos;

/// <content>Corrections of what records cost.</content>
internal sealed partial class CosmosUsageStore : ICostCorrector
{
    /// <remarks>
    /// Not in one transaction, which Cosmos DB has not over partitions: a fault leaves some corrections made, and sums agree
    /// with the records all the same once the batch is repaired. Making the same corrections again makes the others.
    /// </remarks>
    public async ValueTask<CostCorrectionResult> CorrectCostsAsync(
        CostCorrections corrections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corrections);

        // Batches that nobody finished need what their records say of earlier costs; a correction forgets some of it.
        await new BatchRepair(Container, time).RunAsync(cancellationToken).ConfigureAwait(false);
        var corrected = new List<Guid>();
        var conflicting = new List<Guid>();
        foreach (CostCorrection[] some in corrections.Items.Chunk(RecordsPerBatch))
        {
            var correction = new CosmosCorrection(Container, options, time, _stamps.Next());
            await correction.RunAsync(some, cancellationToken).ConfigureAwait(false);
            corrected.AddRange(correction.Corrected);
            conflicting.AddRange(correction.Conflicting);
        }

        if (corrected.Count > 0) await TidyAsync(cancellationToken).ConfigureAwait(false);
        return new CostCorrectionResult { Corrected = corrected, Conflicting = conflicting };
    }
}
