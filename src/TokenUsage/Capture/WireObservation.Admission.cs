using System.Net.Http.Json;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

internal sealed partial class WireObservation
{
    private const long LongestBuffered = 16L * 1024 * 1024;

    // The body was read to estimate it. It is not read again when it leaves.
    private bool _isScanned;

    public bool AsksQuotas => observer.Calls.AsksQuotas && !recognized.IsRepeat;

    /// <summary>Asks the quotas, for code that cannot await. A shared ledger is waited for on this thread.</summary>
    public QuotaDecision? Admit(HttpRequestMessage request, CaptureOptions options, CancellationToken cancellationToken)
    {
        ValueTask<QuotaDecision?> asked = AdmitAsync(request, options, cancellationToken);
        return asked.IsCompletedSuccessfully ? asked.Result : asked.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Asks the quotas for the attempt.</summary>
    /// <returns>The refusal; null when the attempt may be made.</returns>
    public async ValueTask<QuotaDecision?> AdmitAsync(
        HttpRequestMessage request, CaptureOptions options, CancellationToken cancellationToken)
    {
        TokenCounts estimate = default;
        try
        {
            _request!.Begin();
            if (request.Content is { } content)
            {
                estimate = await ReadEstimateAsync(content, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _isScanned = true;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            observer.Fault(exception); // nothing is known of the call then, and it is taken at its model's limits
        }

        QuotaDecision? refusal = await observer.Calls
            .AdmitAsync(call, estimate, _request!.Answers, options.QuotaWait, cancellationToken)
            .ConfigureAwait(false);
        if (refusal is null && OperationScope.Current is { } scope) scope.Admitted = call;
        return refusal;
    }

    /// <summary>Refuses the attempt, by an exception or in the provider's words.</summary>
    public HttpResponseMessage Refuse(HttpRequestMessage request, QuotaDecision refusal, CaptureOptions options)
    {
        QuotaExceededException exception;
        lock (_gate)
        {
            bool hadEnded = call.HasEnded;
            if (!hadEnded) ReadRequest();
            exception = call.Refuse(refusal);
            if (!hadEnded)
            {
                ReturnRequest();
                observer.Return(scans);
            }
        }

        return options.Refusal == QuotaRefusal.TooManyRequests
            ? RefusedAnswer.Create(request, recognized.Provider, refusal)
            : throw exception;
    }

    /// <summary>The collector has found an answer that nobody read or disposed.</summary>
    public void Collected()
    {
        call.Retire();
        Released();
    }

    private async ValueTask<TokenCounts> ReadEstimateAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // What is sent from a stream that can be read only once is taken at the model's limits.
        if (content is not (ByteArrayContent or ReadOnlyMemoryContent))
        {
            bool canBuffer = content is JsonContent || content.Headers.ContentLength <= LongestBuffered;
            if (!canBuffer) return default;
            await content.LoadIntoBufferAsync(LongestBuffered, cancellationToken).ConfigureAwait(false);
        }

        RequestScan scan = _request!;
        bool holdsMoreThanText = RequestBody.ScanForeign(content, scan, out long length);
        _isScanned = true;
        ReadRequest();
        return new TokenCounts
        {
            // A token of a byte-level vocabulary covers at least one byte.
            Input = holdsMoreThanText ? null : length,
            Output = scan.MaxOutputTokens * scan.Answers,
        };
    }
}
