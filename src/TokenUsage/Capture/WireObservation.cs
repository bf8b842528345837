using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>One attempt on the wire, from the request's first byte to the answer's last.</summary>
/// <remarks>No method throws, and every one may be called late or twice: the caller's traffic comes first.</remarks>
internal sealed partial class WireObservation(
    WireObserver observer,
    CallObservation call,
    IUsageReader reader,
    WireCall recognized,
    WireScans scans,
    RequestScan requestScan,
    AbortDrain? drain)
{
    private readonly Lock _gate = scans.Gate;

    // Given back once the request has been read: a stream may be open for minutes after that, beside thousands.
    private RequestScan? _request = requestScan;
    private ContentDecoder? _decoder;
    private long _expectedLength = -1;
    private long _seenLength;
    private int _status;
    private bool _isStream;
    private bool _isBlind;
    private bool _isReadOn;

    // A body that is sent in pieces may go on behind the answer's head.
    private bool _isStillSent;
    private HttpContent? _held;

    /// <summary>Whether the answer carries an event that the caller did not ask for.</summary>
    public bool HidesUsageEvent { get; private set; }

    /// <summary>Makes a request that streams ask for its usage.</summary>
    public async ValueTask AskForUsageAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } content) return;

        byte[] body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (StreamUsageRequest.Rewrite(body) is not { } rewritten) return;

        var replacement = new ByteArrayContent(rewritten);
        TappedHeaders.Copy(content.Headers, replacement.Headers);
        replacement.Headers.ContentLength = rewritten.Length;
        request.Content = replacement;
        HidesUsageEvent = true;
    }

    /// <summary>The request is about to leave.</summary>
    public void Sending(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            call.IsDispatched = !cancellationToken.IsCancellationRequested;
            if (_isScanned) return;

            _request!.Begin();
            if (request.Content is not { } content) return;

            if (content is ByteArrayContent or ReadOnlyMemoryContent)
            {
                // The bytes are in memory: reading them here is cheaper than a wrapper that sees them leave.
                RequestBody.Scan(content, _request);
            }
            else
            {
                call.IsDispatched = false;
                request.Content = new TappedRequestContent(content, this);
            }
        }
        catch (Exception exception)
        {
            observer.Fault(exception);
        }
    }

    /// <summary>The request's body begins to leave; again, where the connection was lost before its end.</summary>
    public void BodyBegins()
    {
        lock (_gate)
        {
            _isStillSent = true;
            _request?.Begin();
        }
    }

    /// <summary>The request's body has left.</summary>
    public void BodySent()
    {
        lock (_gate) _isStillSent = false;
    }

    /// <summary>A part of the request has left.</summary>
    public void Sent(ReadOnlySpan<byte> bytes)
    {
        call.IsDispatched = true;
        lock (_gate)
        {
            _request?.Append(bytes);
        }
    }

    /// <summary>The answer's head is in.</summary>
    /// <returns>The same answer, its body tapped.</returns>
    public HttpResponseMessage Answered(HttpResponseMessage response)
    {
        try
        {
            scans.Owner = this;
            call.IsDispatched = true;
            _status = (int)response.StatusCode;
            call.IsRejected = _status >= 400;
            lock (_gate)
            {
                ReadRequest();
                if (!_isStillSent) ReturnRequest();
            }

            HttpContent content = response.Content;
            var head = TappedHead.Of(content.Headers);
            scans.Response.Begin(reader, new WireResponse(_status, head.MediaType, response.Headers));
            _isStream = IsStream(head.MediaType);
            HidesUsageEvent &= _isStream;
            _expectedLength = head.Length;
            _isBlind = head.IsEncoded
                && !ContentDecoder.TryCreate(content.Headers.ContentEncoding, out _decoder);
            response.Content = new TappedContent(content, this);
        }
        catch (Exception exception)
        {
            observer.Fault(exception);
        }

        return response;
    }

    /// <summary>A part of the answer's body has passed.</summary>
    public void Received(ReadOnlySpan<byte> bytes)
    {
        try
        {
            lock (_gate)
            {
                if (call.HasEnded) return;

                _seenLength += bytes.Length;
                if (_isStream) call.Chunk();
                if (_isBlind) return;
                if (_decoder is null) scans.Response.Append(bytes);
                else _isBlind = !_decoder.TryDecode(bytes, scans.Response);
            }
        }
        catch (Exception exception)
        {
            _isBlind = true;
            observer.Fault(exception);
        }
    }

    /// <summary>The caller has moved about in the body: what passes from here on is not the answer in its order.</summary>
    public void LostTrack() => _isBlind = true;

    /// <summary>The body has been read to its end.</summary>
    public void Ended() => End(reachedEnd: true, exception: null);

    /// <summary>The caller has let go of the answer.</summary>
    public void Released() => End(reachedEnd: _expectedLength >= 0 && _seenLength >= _expectedLength, exception: null);

    /// <summary>Reads on behind a caller who has left, where that is wanted.</summary>
    /// <returns><see langword="false"/> when the body is to be disposed now.</returns>
    public bool TryReadOn(TappedReadStream tapped)
    {
        if (drain is null || !_isStream || call.HasEnded || scans.Response.Reading.IsComplete) return false;

        _isReadOn = drain.TryBegin(tapped, () =>
        {
            tapped.EndReadOn();
            Interlocked.Exchange(ref _held, null)?.Dispose();
        });
        return _isReadOn;
    }

    /// <summary>Keeps the connection open while its stream is read on.</summary>
    public bool TryHold(HttpContent content)
    {
        if (!_isReadOn || call.HasEnded) return false;

        _held = content;
        if (call.HasEnded) Interlocked.Exchange(ref _held, null)?.Dispose();
        return true;
    }

    /// <summary>Sending, or reading the answer, threw.</summary>
    public void Failed(Exception exception) => End(reachedEnd: false, exception);

    private void End(bool reachedEnd, Exception? exception)
    {
        try
        {
            lock (_gate)
            {
                if (call.HasEnded) return;

                Conclude(reachedEnd, exception);
                _decoder?.Dispose();
                ReturnRequest();
                observer.Return(scans);
            }
        }
        catch (Exception fault)
        {
            observer.Fault(fault);
        }
    }

    private void Conclude(bool reachedEnd, Exception? exception)
    {
        ReadRequest();
        scans.Response.End();
        UsageReading reading = scans.Response.Reading;
        call.Apply(reading, isReadable: observer.IsReadable(reader, scans.Response) && !_isBlind);
        call.IsAnswerWhole = WireFaults.IsWhole(scans.Response, reachedEnd);
        observer.ObserveLimits(call.Entry);
        if (exception is not null && WireFaults.WasNotSent(exception)) call.IsDispatched = false;

        if (BackgroundBilling.IsRecorded(call, reading, recognized.IsRepeat, observer.Background))
            call.End(WireFaults.Judge(call, reading, exception), WireFaults.Name(exception, _status));
        else call.Discard();
    }

    private void ReadRequest()
    {
        if (_request is not { } request) return;

        request.End();
        call.Entry.RequestedModel ??= request.Model;
        call.Entry.ServiceTier ??= request.ServiceTier;
        call.SentLength = request.TextLength;
        call.MaxOutput = request.MaxOutputTokens * request.Answers;
    }

    private void ReturnRequest()
    {
        if (_request is { } request) observer.Return(request);
        _request = null;
    }

    private static bool IsStream(string? mediaType) => mediaType is "text/event-stream"
        or "application/x-ndjson" or "application/vnd.amazon.eventstream" or "application/stream+json";
}
