using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TokenUsage.Tests.Support;

/// <summary>Answers every request with the same head, and a body that comes in the pieces it is given.</summary>
internal sealed class StubProvider(
    IReadOnlyList<byte[]> pieces,
    string mediaType = "application/json",
    HttpStatusCode status = HttpStatusCode.OK,
    Exception? breaksWith = null) : HttpMessageHandler
{
    public int Requests { get; private set; }

    public byte[] LastRequestBody { get; private set; } = [];

    public string? ContentEncoding { get; init; }

    public static StubProvider Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new([Encoding.UTF8.GetBytes(body)], status: status);

    public static StubProvider Events(params string[] events) =>
        new([.. events.Select(e => Encoding.UTF8.GetBytes(e + "\n\n"))], "text/event-stream");

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests++;
        if (request.Content is { } content)
        {
            using var body = new MemoryStream();
            content.CopyTo(body, context: null, cancellationToken);
            LastRequestBody = body.ToArray();
        }

        return Answer(request);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests++;
        if (request.Content is { } content) LastRequestBody = await content.ReadAsByteArrayAsync(cancellationToken);
        return Answer(request);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var content = new StreamContent(new PiecewiseStream(pieces, breaksWith));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        if (ContentEncoding is not null) content.Headers.ContentEncoding.Add(ContentEncoding);
        var response = new HttpResponseMessage(status) { Content = content, RequestMessage = request };
        response.Headers.Add("x-request-id", "req_1");
        return response;
    }
}
