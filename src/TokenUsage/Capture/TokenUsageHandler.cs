namespace TokenUsage.Capture;

/// <summary>Sees every attempt on the wire, and changes nothing about it.</summary>
/// <remarks>
/// Stands innermost, next to the handler that owns the connection, so that each retry, hedged or not, passes here.
/// Whatever fails on our side is swallowed and counted: the caller gets what he would have got without us.
/// </remarks>
internal sealed class TokenUsageHandler(WireObserver observer, CaptureOptions options) : DelegatingHandler
{
    private static readonly object Single = new();
    private static readonly object Doubled = new();

    // Found out at the first request: from then on a chain cannot change.
    private object? _place;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Begin(request) is not { } wire) return base.Send(request, cancellationToken);

        HttpContent? content = request.Content;
        try
        {
            if (wire.AsksQuotas && wire.Admit(request, options, cancellationToken) is { } refusal)
            {
                return wire.Refuse(request, refusal, options);
            }

            wire.Sending(request, cancellationToken);
            return wire.Answered(base.Send(request, cancellationToken));
        }
        catch (Exception exception)
        {
            wire.Failed(exception);
            throw;
        }
        finally
        {
            GiveBack(request, content);
        }
    }

    // Not async itself: traffic that is no model call passes without a state machine.
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        Begin(request) is { } wire
            ? ObserveAsync(wire, request, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> ObserveAsync(
        WireObservation wire, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpContent? content = request.Content;
        try
        {
            if (options.RequestStreamUsage)
            {
                await wire.AskForUsageAsync(request, cancellationToken).ConfigureAwait(false);
            }

            if (wire.AsksQuotas
                && await wire.AdmitAsync(request, options, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return wire.Refuse(request, refusal, options);
            }

            wire.Sending(request, cancellationToken);
            return wire.Answered(await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            wire.Failed(exception);
            throw;
        }
        finally
        {
            GiveBack(request, content);
        }
    }

    private WireObservation? Begin(HttpRequestMessage request)
    {
        // Added twice to one chain, the inner one records: it is the one that sees every attempt.
        _place ??= HasInner() ? Doubled : Single;
        return ReferenceEquals(_place, Doubled) ? null : observer.TryBegin(request, options);
    }

    private bool HasInner()
    {
        HttpMessageHandler? handler = InnerHandler;
        while (handler is DelegatingHandler delegating)
        {
            if (delegating is TokenUsageHandler) return true;
            handler = delegating.InnerHandler;
        }

        return false;
    }

    // The request belongs to the caller, who may send it again.
    private static void GiveBack(HttpRequestMessage request, HttpContent? content)
    {
        if (!ReferenceEquals(request.Content, content)) request.Content = content;
    }
}
