using System.Net;
using System.Net.Http.Headers;

namespace TokenUsage.Alerting.Sinks;

/// <summary>Posts JSON to one address, and reads as much of the answer as says whether it was taken.</summary>
internal sealed class WebhookClient : IDisposable
{
    private readonly HttpClient _client;
    private readonly WebhookOptions _options;

    public WebhookClient(WebhookOptions options, SafeConnection? connection = null)
    {
        _options = options;
        _client = new HttpClient(
            (connection ?? new SafeConnection(options.AllowPrivateAddresses)).CreateHandler(), disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan, // the channel's own ends an attempt
        };
    }

    /// <summary>Posts a body.</summary>
    /// <exception cref="AlertSinkException">It was not taken.</exception>
    public async ValueTask PostAsync(
        byte[] body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        // Named at start by the validator; here for whoever changes the options afterwards.
        if (_options.Faults().FirstOrDefault() is { } fault) throw new AlertSinkException(fault, isPermanent: true);

        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("TokenUsage", "1"));
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using HttpResponseMessage response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw Refused(response.StatusCode);
        }
        catch (HttpRequestException exception)
        {
            // Not its message, which can name the address; of a webhook that is the key.
            throw exception.InnerException as AlertSinkException
                ?? new AlertSinkException($"The connection failed: {exception.HttpRequestError}.");
        }
    }

    public void Dispose() => _client.Dispose();

    // 408, 425 and 429 say "later"; a redirect is not followed, and says that the address is wrong.
    private static AlertSinkException Refused(HttpStatusCode status) => new(
        $"The receiver answered {(int)status}.",
        isPermanent: (int)status is >= 300 and < 500 and not (408 or 425 or 429 or 401 or 403 or 404));
}
