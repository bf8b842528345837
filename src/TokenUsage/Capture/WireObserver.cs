using Microsoft.Extensions.Logging;
using TokenUsage.Collections;
using TokenUsage.Providers;
using TokenUsage.Recording;

namespace TokenUsage.Capture;

/// <summary>Finds out which requests are model calls, and begins to observe them.</summary>
internal sealed class WireObserver(
    CallObserver observer,
    UsageReaderCatalog readers,
    UnreadAnswers unread,
    RateLimitMetrics limits,
    ILogger<WireObserver> logger)
{
    // Scans hold a few KiB each; more than this many are not kept between calls.
    private const int MostPooledScans = 256;

    private readonly BoundedPool<WireScans> _pool = new(MostPooledScans);
    private readonly BoundedPool<RequestScan> _requests = new(MostPooledScans);
    private readonly KnownAddresses _addresses = new(readers);

    public CallObserver Calls { get; } = observer;

    /// <summary>Gets the answers that are made in the background, and are to be billed once.</summary>
    public BackgroundResponses Background { get; } = new();

    /// <summary>Begins to observe a request.</summary>
    /// <returns><see langword="null"/> when it is no model call.</returns>
    public WireObservation? TryBegin(HttpRequestMessage request, CaptureOptions options)
    {
        if (!Calls.IsOn) return null;
        try
        {
            // HttpClient makes every address absolute; a bare HttpMessageInvoker may not.
            if (request.RequestUri is not { IsAbsoluteUri: true } uri) return null;

            KnownAddress known = _addresses.Recognize(request.Method.Method, uri);
            if (known.Reader is not { } reader) return null;

            WireCall recognized = known.Call;
            CallObservation call = Calls.Begin(recognized.Provider, recognized.Operation, options, scope: null);
            call.Entry.Endpoint = known.Path;
            call.Entry.RequestedModel = recognized.Model;
            call.Host = known.Host;
            OperationMark.Join(request, call.Entry, recognized.IsRepeat);
            AbortDrain? drain = options.DrainOnAbort > TimeSpan.Zero
                ? new AbortDrain(options.DrainOnAbort, Calls.Time)
                : null;
            return new WireObservation(this, call, reader, recognized, _pool.Rent(), _requests.Rent(), drain);
        }
        catch (Exception exception)
        {
            Fault(exception);
            return null;
        }
    }

    public bool IsReadable(IUsageReader reader, ResponseScan scan) => unread.IsReadable(reader, scan);

    public void ObserveLimits(UsageEntry entry)
    {
        if (entry.Metadata.Count == 0) return;
        limits.Observe(entry.Provider, entry.Model ?? entry.RequestedModel, entry.Metadata);
    }

    public void Fault(Exception exception) => logger.ObservationFailed(exception);

    public void Return(RequestScan scan)
    {
        scan.Clear();
        _requests.Return(scan);
    }

    public void Return(WireScans scans)
    {
        scans.Clear();
        _pool.Return(scans);
    }
}
