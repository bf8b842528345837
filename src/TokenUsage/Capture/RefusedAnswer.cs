using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace TokenUsage.Capture;

/// <summary>Makes the answer that a provider would give at a rate limit.</summary>
internal static class RefusedAnswer
{
    private const string Bedrock = "aws.bedrock";

    public static HttpResponseMessage Create(HttpRequestMessage request, string provider, QuotaDecision refusal)
    {
        var content = new ByteArrayContent(Body(provider, refusal.Message ?? "A quota is used up."));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            RequestMessage = request,
            Content = content,
            ReasonPhrase = "Quota Exceeded",
        };
        if (refusal.RetryAfter is { } wait)
        {
            string seconds = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
            answer.Headers.TryAddWithoutValidation("Retry-After", seconds);
        }
        else
        {
            // What the SDKs of OpenAI and Anthropic ask for before they retry. No wait is known to help.
            answer.Headers.TryAddWithoutValidation("x-should-retry", "false");
        }

        if (provider == Bedrock) answer.Headers.TryAddWithoutValidation("x-amzn-ErrorType", "ThrottlingException");
        return answer;
    }

    private static byte[] Body(string provider, string message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (provider == Bedrock)
            {
                json.WriteString("message", message);
            }
            else
            {
                if (provider == "anthropic") json.WriteString("type", "error");
                json.WriteStartObject("error");
                WriteError(json, provider, message);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteError(Utf8JsonWriter json, string provider, string message)
    {
        json.WriteString("message", message);
        if (provider == "anthropic")
        {
            json.WriteString("type", "rate_limit_error");
        }
        else if (provider.StartsWith("gcp.", StringComparison.Ordinal))
        {
            json.WriteNumber("code", 429);
            json.WriteString("status", "RESOURCE_EXHAUSTED");
        }
        else
        {
            json.WriteString("type", "insufficient_quota");
            json.WriteNull("param");
            json.WriteString("code", CallObserver.QuotaExceeded);
        }
    }
}
