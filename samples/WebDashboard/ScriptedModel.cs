using System.Net;
using System.Text;
using System.Text.Json;

namespace WebDashboard;

/// <summary>Answers like a provider, without one: every prompt costs something else, and one in forty fails.</summary>
internal sealed class ScriptedModel : HttpMessageHandler
{
    private const string Overloaded = """{"error":{"message":"Overloaded.","type":"server_error"}}""";

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        using JsonDocument asked = JsonDocument.Parse(body);
        string model = asked.RootElement.GetProperty("model").GetString() ?? "";
        await Task.Delay(
            TimeSpan.FromMilliseconds(Random.Shared.Next(40, 400)), TimeProvider.System, cancellationToken);
        bool isDown = Random.Shared.Next(40) == 0;
        return new HttpResponseMessage(isDown ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StringContent(isDown ? Overloaded : Answer(model), Encoding.UTF8, "application/json"),
        };
    }

    private static string Answer(string model)
    {
        int input = Random.Shared.Next(200, 6_000);
        int cached = Random.Shared.Next(2) * input / 2;
        int output = Random.Shared.Next(50, 1_200);
        return
            $$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1767225600,
             "model":"{{{JsonEncodedText.Encode(model)}}}",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}},
              "prompt_tokens_details":{"cached_tokens":{{{cached}}} } } }
            """;
    }
}
