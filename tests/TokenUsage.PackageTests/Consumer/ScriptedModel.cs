using System.Net;
using System.Text;

namespace Consumer;

/// <summary>Answers as a provider does, without asking a model.</summary>
internal sealed class ScriptedModel : HttpMessageHandler
{
    public const string Address = "https://api.openai.com/v1/chat/completions";
    public const string Question = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}""";

    private const string Answer =
        """
        {"id":"chatcmpl-1","model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"Hi."}}],
        "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}
        """;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(Answer, Encoding.UTF8, "application/json"),
        });
}
