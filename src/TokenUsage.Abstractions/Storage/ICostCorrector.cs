namespace TokenUsage.Storage;

/// <summary>Rewrites what stored records cost. A store implements it beside <see cref="IUsageStore"/>.</summary>
/// <remarks>
/// A correction changes the record and every rollup that it is counted in, in one transaction, so that sums stay the sums
/// of the records. Making it twice changes nothing more. What was offered under the record's id stays recognised as the
/// same record. A store that keeps an audit trail enters the corrections in the same transaction.
/// </remarks>
public interface ICostCorrector
{
    /// <summary>Makes corrections, all that still apply or, on a fault, none.</summary>
    ValueTask<CostCorrectionResult> CorrectCostsAsync(
        CostCorrections corrections, CancellationToken cancellationToken);
}
