using Microsoft.Extensions.Logging;
using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <content>Begins with what is stored already.</content>
internal sealed partial class LiveUsage
{
    /// <summary>Reads the buckets from the store. To be called before the first record is observed; later it does nothing.</summary>
    /// <remarks>What cannot be read in time is no reason not to start: the buckets then begin empty.</remarks>
    public async Task WarmUpAsync(IUsageStore store, ILogger logger, CancellationToken cancellationToken)
    {
        if (!_isEnabled || _options.WarmUpTimeout == TimeSpan.Zero) return;

        (CellBudget budget, LiveBuckets buckets) = NewBuckets();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.WarmUpTimeout);
        try
        {
            await new LiveWarmUp(store, _options.Dimensions)
                .FillAsync(buckets, _time.GetUtcNow(), limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.BeginsCold(_options.WarmUpTimeout, exception);
            return;
        }

        lock (_lock)
        {
            if (_hasObserved) return; // what was observed may be in what was read
            (_budget, _buckets, _isWarm) = (budget, buckets, true);
        }
    }
}
