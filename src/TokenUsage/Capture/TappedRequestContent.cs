using System.Net;

namespace TokenUsage.Capture;

/// <summary>A request body that is seen as it leaves; its bytes, headers and length are the caller's.</summary>
internal sealed class TappedRequestContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly WireObservation _wire;

    public TappedRequestContent(HttpContent inner, WireObservation wire)
    {
        _inner = inner;
        _wire = wire;

        // Reading the length makes the inner content compute it; without it the header would be missing here.
        _ = inner.Headers.ContentLength;
        TappedHeaders.Copy(inner.Headers, Headers);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _wire.BodyBegins();
        await _inner.CopyToAsync(TappedWriteStream.OfRequest(stream, _wire), context, cancellationToken)
            .ConfigureAwait(false);
        _wire.BodySent();
    }

    protected override void SerializeToStream(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _wire.BodyBegins();
        _inner.CopyTo(TappedWriteStream.OfRequest(stream, _wire), context, cancellationToken);
        _wire.BodySent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    // The inner content is the caller's, and goes back to him: it is not ours to dispose.
}
