using System.Net;
using System.Text;

namespace ChatPipeline;

/// <summary>Answers like a provider, without one: it is busy at first, then calls the tool, then answers.</summary>
internal sealed class ScriptedModel : HttpMessageHandler
{
    private const string Busy = """{"error":{"message":"Try again.","type":"server_error"}}""";

    private const string CallsTool =
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"gpt-4o-mini-2024-07-18","choices":
        [{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
        "function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},"finish_reason":"tool_calls"}],
        "usage":{"prompt_tokens":60,"completion_tokens":15,"total_tokens":75}}
        """;

    private const string Answers =
        """
        {"id":"chatcmpl-2","object":"chat.completion","created":1767225601,"model":"gpt-4o-mini-2024-07-18","choices":
        [{"index":0,"message":{"role":"assistant","content":"Yes, it is sunny."},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":90,"completion_tokens":6,"total_tokens":96}}
        """;

    private int _requests;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        (HttpStatusCode status, string body) = ++_requests switch
        {
            1 => (HttpStatusCode.ServiceUnavailable, Busy),
            2 => (HttpStatusCode.OK, CallsTool),
            _ => (HttpStatusCode.OK, Answers),
        };
        return Task.FromResult(new HttpResponseMessage(status)
        {
            RequestMessage = request,
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        });
    }
}
