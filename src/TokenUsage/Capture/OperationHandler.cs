using TokenUsage.Collections;

namespace TokenUsage.Capture;

/// <summary>Marks each request before retries and hedges multiply it.</summary>
/// <remarks>Stands outermost. Without it a hedging handler, which copies the request first, would make of one call several.</remarks>
internal sealed class OperationHandler(TimeProvider time) : DelegatingHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Mark(request);
        return base.Send(request, cancellationToken);
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Mark(request);
        return base.SendAsync(request, cancellationToken);
    }

    private void Mark(HttpRequestMessage request) =>
        OperationMark.Set(request, new OperationScope(GuidSource.Next(time.GetUtcNow())));
}
