using System.Net;

namespace TokenUsage.Proofs.Capture;

/// <summary>Answers every request with a stream that has begun.</summary>
internal sealed class StreamingStub(ReadOnlyMemory<byte> first, Task<int> next) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new HeldStream(first, next));
        content.Headers.TryAddWithoutValidation("Content-Type", "text/event-stream; charset=utf-8");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }
}
