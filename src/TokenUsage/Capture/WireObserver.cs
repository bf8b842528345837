using Microsoft.Extensions.Logging;
using TokenUsage.Collections;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>Finds out which requests are model calls, and begins to observe them.</summary>
internal sealed class WireObserver(
    CallObserver observer, UsageReaderCatalog readers, ILogger<WireObserver> logger)
{
    // Scans hold a few KiB each; more than this many are not kept between calls.
    private const int MostPooledScans = 256;

    private readonly BoundedPool<WireScans> _pool = new(MostPooledScans);

    public CallObserver Calls { get; } = observer;

    /// <summary>Begins to observe a request.</summary>
    /// <returns><see langword="null"/> when it is no model call.</returns>
    public WireObservation? TryBegin(HttpRequestMessage request, CaptureOptions options)
    {
        try
        {
            // HttpClient makes every address absolute; a bare HttpMessageInvoker may not.
            if (request.RequestUri is not { IsAbsoluteUri: true } uri) return null;

            var head = new WireRequest(request.Method.Method, uri);
            if (!readers.TryRecognize(head, out IUsageReader reader, out WireCall recognized)) return null;

            CallObservation call = Calls.Begin(recognized.Provider, recognized.Operation, options, scope: null);
            call.Entry.Endpoint = head.Path;
            call.Entry.RequestedModel = recognized.Model;
            OperationMark.Join(request, call.Entry);
            return new WireObservation(
                this, call, reader, recognized, _pool.Rent(), new AbortDrain(options.DrainOnAbort, Calls.Time));
        }
        catch (Exception exception)
        {
            Fault(exception);
            return null;
        }
    }

    public void Fault(Exception exception) => logger.ObservationFailed(exception);

    public void Return(WireScans scans)
    {
        scans.Clear();
        _pool.Return(scans);
    }
}
