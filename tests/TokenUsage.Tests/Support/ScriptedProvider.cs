using System.Net.Http.Headers;
using System.Text;

namespace TokenUsage.Tests.Support;

/// <summary>Answers each request with what a script says for it, so that several requests of one story can be told.</summary>
internal sealed class ScriptedProvider(Func<HttpRequestMessage, string> script) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = script(request);
        bool isStream = body.StartsWith("event:", StringComparison.Ordinal);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType =
            MediaTypeHeaderValue.Parse(isStream ? "text/event-stream" : "application/json");
        return Task.FromResult(new HttpResponseMessage { Content = content, RequestMessage = request });
    }
}
