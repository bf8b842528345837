using System.Net;

namespace TokenUsage.Capture;

/// <summary>An answer's body that is seen as the caller reads it, and never before.</summary>
internal sealed class TappedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly WireObservation _wire;

    public TappedContent(HttpContent inner, WireObservation wire)
    {
        _inner = inner;
        _wire = wire;
        TappedHeaders.Copy(inner.Headers, Headers);

        // The length counts an event that the caller will not see.
        if (wire.HidesUsageEvent) Headers.ContentLength = null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_wire.HidesUsageEvent)
        {
            Stream visible = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
            await visible.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await _inner.CopyToAsync(TappedWriteStream.OfAnswer(stream, _wire), context, cancellationToken)
                .ConfigureAwait(false);
            _wire.Ended();
        }
        catch (Exception exception)
        {
            _wire.Failed(exception);
            throw;
        }
    }

    protected override void SerializeToStream(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_wire.HidesUsageEvent)
        {
            CreateContentReadStream(cancellationToken).CopyTo(stream);
            return;
        }

        try
        {
            _inner.CopyTo(TappedWriteStream.OfAnswer(stream, _wire), context, cancellationToken);
            _wire.Ended();
        }
        catch (Exception exception)
        {
            _wire.Failed(exception);
            throw;
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() =>
        CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Tap(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        Tap(_inner.ReadAsStream(cancellationToken));

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null && !_wire.HidesUsageEvent;
    }

    protected override void Dispose(bool disposing)
    {
        // The read stream first: it may want to read on, and needs the connection for that.
        base.Dispose(disposing);
        if (!disposing || _wire.TryHold(_inner)) return;

        _inner.Dispose();
        _wire.Released();
    }

    private Stream Tap(Stream stream)
    {
        var tapped = new TappedReadStream(stream, _wire);
        return _wire.HidesUsageEvent ? new UsageEventFilter(tapped) : tapped;
    }
}
