using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <content>Corrections of what records cost.</content>
internal sealed partial class SqliteUsageStore : ICostCorrector
{
    public async ValueTask<CostCorrectionResult> CorrectCostsAsync(
        CostCorrections corrections, CancellationToken cancellationToken)
    {
        _ = Pool;
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_writer is null, this);
            return _writer.Correct(corrections, Time.GetUtcNow());
        }
        finally
        {
            _writing.Release();
        }
    }
}
