using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TokenUsage.AspNetCore.Endpoints;

namespace TokenUsage.AspNetCore.Live;

/// <summary>One open stream. A reader that is slow loses the oldest events of its own buffer, which gaps in the ids show.</summary>
internal sealed class LiveStream(UsageCall call, bool isCompressed)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly HttpResponse _response = call.Http.Response;
    private Stream _body = Stream.Null;

    public async Task RunAsync(IUsageFeed feed, FeedOptions options, CancellationToken cancellationToken)
    {
        call.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        _response.ContentType = "text/event-stream";
        _response.Headers["X-Accel-Buffering"] = "no"; // a proxy would collect events until its buffer is full
        Stream? compressor = isCompressed ? LiveEncoding.Open(call.Http) : null;
        _body = compressor ?? _response.Body;
        IAsyncEnumerator<FeedEvent> events =
            feed.ReadAsync(options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Task<bool> next = events.MoveNextAsync().AsTask(); // subscribes before the first byte says that it has
        try
        {
            await WriteAsync("retry: 3000\n\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            while (await HasNextAsync(next, cancellationToken).ConfigureAwait(false))
            {
                byte[] text = call.Web.Streams.TextOf(events.Current);
                await _body.WriteAsync(text, cancellationToken).ConfigureAwait(false);
                next = events.MoveNextAsync().AsTask();
                if (!next.IsCompleted) await _body.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await FinishAsync(next).ConfigureAwait(false);
            await events.DisposeAsync().ConfigureAwait(false);
            if (compressor is not null) await compressor.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> HasNextAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        while (!next.IsCompleted)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task beat = Task.Delay(Heartbeat, call.Time, quiet.Token);
            bool isQuiet = await Task.WhenAny(next, beat).ConfigureAwait(false) == beat;
            await quiet.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (isQuiet) await WriteAsync(": quiet\n\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        return await next.ConfigureAwait(false);
    }

    // An enumerator must not be disposed while it is asked for the next event.
    private static async Task FinishAsync(Task<bool> next)
    {
        try
        {
            await next.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _body.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await _body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
