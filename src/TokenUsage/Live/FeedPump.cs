using Microsoft.Extensions.Logging;

namespace TokenUsage.Live;

/// <summary>Calls a subscriber's handler for each of its events, until it is disposed.</summary>
internal sealed class FeedPump : IFeedSubscription
{
    private readonly FeedSubscriber _subscriber;
    private readonly Func<FeedEvent, CancellationToken, ValueTask> _handler;
    private readonly Action<FeedSubscriber> _leave;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _isDisposed;

    public FeedPump(
        FeedSubscriber subscriber, Func<FeedEvent, CancellationToken, ValueTask> handler,
        Action<FeedSubscriber> leave, ILogger logger)
    {
        _subscriber = subscriber;
        _handler = handler;
        _leave = leave;
        _logger = logger;

        // Without the subscriber's context: the pump would keep a request's scope and trace for ever.
        using (ExecutionContext.SuppressFlow()) _running = Task.Run(() => RunAsync(_stop.Token));
    }

    public FeedSubscriberStatistics Statistics => _subscriber.Statistics;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _leave(_subscriber);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (FeedEvent item in _subscriber.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await _handler(item, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                _subscriber.CountFault();

                // At 1, 2, 4, 8 … faults: a handler that always throws must not fill the log.
                long faults = _subscriber.Faults;
                if (long.IsPow2(faults)) _logger.HandlerFailed(_subscriber.Name, faults, exception);
            }
        }

        _leave(_subscriber); // too slow for the rule it chose
    }
}
