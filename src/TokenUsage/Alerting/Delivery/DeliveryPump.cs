using Microsoft.Extensions.Logging;
using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Collections;

namespace TokenUsage.Alerting.Delivery;

/// <summary>Keeps a channel's messages going out: at once what this process wrote, at intervals what others did.</summary>
internal sealed class DeliveryPump(
    AlertDispatcher dispatcher, AlertEngine engine, IEnumerable<IAlertSink> sinks, AlertOptions options,
    TimeProvider time, ILogger<AlertDispatcher> logger)
{
    /// <summary>Runs until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(sinks.Select(sink => RunAsync(sink, cancellationToken)));

    private async Task RunAsync(IAlertSink sink, CancellationToken cancellationToken)
    {
        var signal = new AsyncSignal();
        engine.Written += signal.Set;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                signal.Reset();
                await SendAsync(sink, cancellationToken).ConfigureAwait(false);
                await Task.WhenAny(
                    signal.Signalled, Task.Delay(options.DeliveryInterval, time, cancellationToken))
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            engine.Written -= signal.Set;
        }
    }

    private async Task SendAsync(IAlertSink sink, CancellationToken cancellationToken)
    {
        try
        {
            await dispatcher.SendDueAsync(sink, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.WatchFailed(exception);
        }
        catch (OperationCanceledException)
        {
            // the loop's condition ends it
        }
    }
}
