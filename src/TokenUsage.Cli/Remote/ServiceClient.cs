using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TokenUsage.AspNetCore.Json;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Remote;

/// <summary>Asks the web door of a running service, and turns its refusals into the faults that a store would have.</summary>
internal sealed class ServiceClient : IDisposable
{
    private const string WriteHeader = "X-Token-Usage";
    private const long LargestAnswer = 256L << 20;

    private readonly Uri _door;
    private readonly HttpClient _http;

    public ServiceClient(Uri door, string? token)
    {
        _door = door;

        // What leads elsewhere leads to a page on which people sign in: no answer, and no place to send the token to.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = door, MaxResponseContentBufferSize = LargestAnswer };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    /// <summary>Gets how answers are read: as they were written, and what a newer service says besides is passed over.</summary>
    public static WebJson Json { get; } = new(new JsonSerializerOptions(WebJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    });

    public async ValueTask<T> GetAsync<T>(
        string path, QueryText query, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/{path}{query}");
        using HttpResponseMessage response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>Changes something, and reads what it has become.</summary>
    public async ValueTask<T> ChangeAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await ChangeAsync(method, path, body, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>Changes something.</summary>
    public async ValueTask<HttpResponseMessage> ChangeAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"api/{path}") { Content = body };
        request.Headers.Add(WriteHeader, "1");
        return await SendAsync(request, cancellationToken);
    }

    public static HttpContent BodyOf<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw Away(exception.Message, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Away($"nothing came within {_http.Timeout.TotalSeconds} s", exception);
        }

        if (response.IsSuccessStatusCode) return response;

        using (response)
        {
            bool isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
            string? detail = isProblem ? await DetailOfAsync(response, cancellationToken) : null;
            throw FaultOf(response.StatusCode, detail);
        }
    }

    private async ValueTask<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json") throw NoDoor();

        try
        {
            await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken) ?? throw NoDoor();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{_door} answered what this version does not read, at '{exception.Path}'; use the version of the "
                + "service.", exception);
        }
    }

    private Exception FaultOf(HttpStatusCode status, string? detail) => status switch
    {
        HttpStatusCode.BadRequest => new InputException(detail ?? $"{_door} does not understand the question."),
        HttpStatusCode.NotFound when detail is not null => new KeyNotFoundException(detail),
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => NoDoor(),
        HttpStatusCode.Unauthorized or (>= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest) =>
            new UsageStoreException(
                $"{_door} wants to know who asks; set {Serving.ServeDoor.Variable} to a token that it takes.",
                isPermanent: true),
        HttpStatusCode.Forbidden => new UsageStoreException(
            $"{_door} does not allow this: {detail ?? "the token may not see or do it."}", isPermanent: true),
        _ => Away(detail ?? $"status {(int)status}", null),
    };

    private static async ValueTask<string?> DetailOfAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument problem = await JsonDocument.ParseAsync(
                await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
            return problem.RootElement.GetProperty("detail").GetString() is { } detail
                ? string.Concat(detail.Where(letter => !char.IsControl(letter))) // it goes to a terminal
                : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            return null;
        }
    }

    private UsageStoreException Away(string reason, Exception? cause) =>
        new($"{_door} does not answer: {reason}", isPermanent: false, cause);

    private InputException NoDoor() => new(
        $"There is no web door of TokenUsage at {_door}; --store takes the path that MapTokenUsage was given: "
        + "https://host/usage.");
}
