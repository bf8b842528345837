namespace TokenUsage.Admission;

/// <summary>
/// Keeps the changes to the quotas, so that halts and overrides survive a restart and every change has its actor.
/// </summary>
public interface IQuotaChangeLog
{
    /// <summary>Adds a change. It takes effect only once this has completed.</summary>
    ValueTask AppendAsync(QuotaChange change, CancellationToken cancellationToken);

    /// <summary>Reads the changes that still matter, oldest first.</summary>
    IAsyncEnumerable<QuotaChange> ReadAsync(CancellationToken cancellationToken);
}
