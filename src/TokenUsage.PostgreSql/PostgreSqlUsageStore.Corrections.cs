using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <content>Corrections of what records cost.</content>
internal sealed partial class PostgreSqlUsageStore : ICostCorrector
{
    public async ValueTask<CostCorrectionResult> CorrectCostsAsync(
        CostCorrections corrections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corrections);

        OpenStore open = Open;
        try
        {
            return await new CorrectionWriter(open.Database, open.Cubes, open.Writer.InsertTail)
                .CorrectAsync(corrections.Items, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreFaults.IsExpected(exception))
        {
            throw StoreFaults.ExplainAppend(exception, open.Database);
        }
    }
}
