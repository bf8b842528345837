using System.Text.Json;
using TokenUsage.Testing.Replay;

namespace TokenUsage.Sdk.Tests.Providers;

/// <summary>OpenAI's chat completions: a tool is called when there is one to call and no result of it yet.</summary>
internal static class ChatCompletions
{
    public static ReplayAnswer Answer(ReplayRequest request, int number)
    {
        JsonElement body = request.Json();
        bool callsTool = body.TryGetProperty("tools", out _) && !HasToolResult(body);
        bool streams = body.TryGetProperty("stream", out JsonElement stream) && stream.GetBoolean();
        bool includesUsage = body.TryGetProperty("stream_options", out JsonElement options)
            && options.TryGetProperty("include_usage", out JsonElement include) && include.GetBoolean();
        bool isAzure = request.Path.Contains("/deployments/", StringComparison.Ordinal);

        string id = $"chatcmpl-{number}";
        string model = isAzure || !body.TryGetProperty("model", out JsonElement asked)
            ? "gpt-4o-mini-2024-07-18" : asked.GetString()! + "-2024-07-18";
        var tokens = new TokenCounts
        {
            Input = 100 + number,
            CachedInput = 64,
            Output = 20 + (number * 3),
            Reasoning = 7,
        };
        var billed = new BilledAttempt(id, tokens);
        return streams
            ? ReplayAnswer.Events(Events(id, model, callsTool, isAzure, includesUsage ? Usage(tokens) : null), billed)
            : ReplayAnswer.Json(Plain(id, model, callsTool, Usage(tokens)), billed);
    }

    private static bool HasToolResult(JsonElement body) =>
        body.GetProperty("messages").EnumerateArray().Any(m => m.GetProperty("role").GetString() == "tool");

    private static string Plain(string id, string model, bool callsTool, string usage)
    {
        string message = callsTool
            ? "\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]"
            : "\"content\":\"It is sunny in Oslo.\"";
        string reason = callsTool ? "tool_calls" : "stop";
        return $$"""
            {"id":"{{id}}","object":"chat.completion","created":1767225600,"model":"{{model}}","choices":[{"index":0,
            "message":{"role":"assistant",{{message}},"refusal":null,"annotations":[]},"logprobs":null,
            "finish_reason":"{{reason}}"}],"usage":{{usage}},"service_tier":"default","system_fingerprint":"fp_1"}
            """;
    }

    private static IEnumerable<string> Events(
        string id, string model, bool callsTool, bool isAzure, string? usage)
    {
        string usageSoFar = usage is null ? "" : ",\"usage\":null";
        string head = $"\"id\":\"{id}\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,"
            + $"\"model\":\"{model}\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_1\"";

        // Azure begins with the verdict on the prompt: no choices, and no usage either.
        if (isAzure)
        {
            yield return "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                + "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{}}]}";
        }

        string[] deltas = callsTool
            ?
            [
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_1\","
                    + "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Oslo\\\"}\"}}]}",
            ]
            :
            [
                "{\"role\":\"assistant\",\"content\":\"\"}", "{\"content\":\"It is sunny\"}",
                "{\"content\":\" in Oslo.\"}",
            ];
        foreach (string delta in deltas)
        {
            yield return $"data: {{{head},\"choices\":[{{\"index\":0,\"delta\":{delta},\"logprobs\":null,"
                + $"\"finish_reason\":null}}]{usageSoFar}}}";
        }

        string reason = callsTool ? "tool_calls" : "stop";
        yield return $"data: {{{head},\"choices\":[{{\"index\":0,\"delta\":{{}},\"logprobs\":null,"
            + $"\"finish_reason\":\"{reason}\"}}]{usageSoFar}}}";
        if (usage is not null) yield return $"data: {{{head},\"choices\":[],\"usage\":{usage}}}";
        yield return "data: [DONE]";
    }

    private static string Usage(TokenCounts tokens) =>
        $"{{\"prompt_tokens\":{tokens.Input},\"completion_tokens\":{tokens.Output},\"total_tokens\":{tokens.Total},"
        + $"\"prompt_tokens_details\":{{\"cached_tokens\":{tokens.CachedInput},\"audio_tokens\":0}},"
        + $"\"completion_tokens_details\":{{\"reasoning_tokens\":{tokens.Reasoning},\"audio_tokens\":0,"
        + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
}
