using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace TokenUsage.Cli.Subscribing;

/// <summary>Reads a service's live stream, and takes it up again where it was lost.</summary>
/// <param name="client">What asks.</param>
/// <param name="address">The stream.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="tell">Hears that the stream was lost, and why.</param>
internal sealed class LiveConnection(HttpClient client, Uri address, TimeProvider time, Action<string> tell)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private string? _lastId;
    private TimeSpan _pause = FirstPause;

    /// <summary>Hands over the events as they come, until it is cancelled.</summary>
    /// <exception cref="HttpRequestException">The service cannot be reached at all, or will not answer.</exception>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = await OpenAsync(cancellationToken);
        while (true)
        {
            if (response is not null)
            {
                using (response)
                {
                    await foreach (SseItem<string> item in ReadAsync(response, cancellationToken)) yield return item;
                }
            }

            await Task.Delay(_pause, time, cancellationToken);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            response = await TryOpenAgainAsync(cancellationToken);
        }
    }

    private async IAsyncEnumerable<SseItem<string>> ReadAsync(
        HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        IAsyncEnumerator<SseItem<string>> items = SseParser.Create(stream)
            .EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items)
        {
            while (await TryMoveAsync(items, cancellationToken))
            {
                if (items.Current.EventId is { Length: > 0 } id) _lastId = id;
                _pause = FirstPause;
                if (items.Current.Data.Length > 0) yield return items.Current;
            }
        }
    }

    private async Task<bool> TryMoveAsync(
        IAsyncEnumerator<SseItem<string>> items, CancellationToken cancellationToken)
    {
        try
        {
            if (await items.MoveNextAsync()) return true;
            tell("The service has ended the stream; trying again.");
        }
        catch (Exception exception) when (IsLoss(exception) && !cancellationToken.IsCancellationRequested)
        {
            tell($"The stream was lost ({exception.Message}); trying again.");
        }

        return false;
    }

    // What was refused stays refused: only a service that is away, or full, is worth another try.
    private async Task<HttpResponseMessage?> TryOpenAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(cancellationToken);
        }
        catch (HttpRequestException exception) when (
            exception.StatusCode is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway
                or HttpStatusCode.GatewayTimeout)
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_lastId is { } id) request.Headers.TryAddWithoutValidation("Last-Event-ID", id);
        HttpResponseMessage response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        bool isStream = response.IsSuccessStatusCode
            && response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        if (isStream) return response;

        using (response)
        {
            HttpStatusCode status = response.StatusCode;
            string what = response.IsSuccessStatusCode
                ? $"no live stream, but {response.Content.Headers.ContentType?.MediaType ?? "nothing"}"
                : $"{(int)status} {response.ReasonPhrase}";
            throw new HttpRequestException($"{address.GetLeftPart(UriPartial.Path)} answers {what}.", null, status);
        }
    }

    private static bool IsLoss(Exception exception) =>
        exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException;
}
