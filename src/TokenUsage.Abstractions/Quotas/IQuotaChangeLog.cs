using System.Runtime.CompilerServices;

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

    /// <summary>Reads the changes that still matter, then those that any process makes, until it is cancelled.</summary>
    /// <remarks>The default has none: nobody else can make any. A change may come more than once.</remarks>
    async IAsyncEnumerable<QuotaChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }
}
