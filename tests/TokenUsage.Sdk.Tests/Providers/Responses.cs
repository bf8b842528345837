using System.Text.Json;
using TokenUsage.Testing.Replay;

namespace TokenUsage.Sdk.Tests.Providers;

/// <summary>OpenAI's responses.</summary>
internal static class Responses
{
    public static ReplayAnswer Answer(ReplayRequest request, int number)
    {
        JsonElement body = request.Json();
        bool streams = body.TryGetProperty("stream", out JsonElement stream) && stream.GetBoolean();
        bool callsTool = body.TryGetProperty("tools", out JsonElement tools) && tools.GetArrayLength() > 0
            && !request.Text.Contains("function_call_output", StringComparison.Ordinal);
        string id = $"resp_{number}";
        var tokens = new TokenCounts
        {
            Input = 200 + number,
            CachedInput = 128,
            Output = 40 + (number * 3),
            Reasoning = 11,
        };
        var billed = new BilledAttempt(id, tokens);
        string done = Response(id, "completed", Item(callsTool), Usage(tokens));
        return streams
            ? ReplayAnswer.Events(Events(id, done, callsTool), billed)
            : ReplayAnswer.Json(done, billed);
    }

    private static IEnumerable<string> Events(string id, string done, bool callsTool)
    {
        yield return Event("response.created", 0, $"\"response\":{Response(id, "in_progress", "", "null")}");
        yield return Event("response.in_progress", 1, $"\"response\":{Response(id, "in_progress", "", "null")}");
        string item = callsTool ? "fc_1" : "msg_1";
        yield return callsTool
            ? Event("response.function_call_arguments.delta", 2,
                $"\"item_id\":\"{item}\",\"output_index\":0,\"delta\":\"{{\\\"city\\\":\\\"Oslo\\\"}}\"")
            : Event("response.output_text.delta", 2,
                $"\"item_id\":\"{item}\",\"output_index\":0,\"content_index\":0,\"delta\":\"It is sunny.\","
                + "\"logprobs\":[]");
        yield return Event("response.output_item.done", 3, $"\"output_index\":0,\"item\":{Item(callsTool)}");
        yield return Event("response.completed", 4, $"\"response\":{done}");
    }

    private static string Event(string type, int number, string members) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":{number},{members}}}";

    private static string Item(bool callsTool) => callsTool
        ? "{\"id\":\"fc_1\",\"type\":\"function_call\",\"status\":\"completed\",\"call_id\":\"call_1\","
            + "\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}"
        : "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":"
            + "[{\"type\":\"output_text\",\"text\":\"It is sunny.\",\"annotations\":[],\"logprobs\":[]}]}";

    private static string Response(string id, string status, string output, string usage) =>
        $"{{\"id\":\"{id}\",\"object\":\"response\",\"created_at\":1767225600,\"status\":\"{status}\","
        + "\"background\":false,\"error\":null,\"incomplete_details\":null,\"instructions\":null,"
        + $"\"model\":\"gpt-4.1-mini-2025-04-14\",\"output\":[{output}],\"parallel_tool_calls\":true,"
        + "\"service_tier\":\"default\",\"temperature\":1.0,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,"
        + $"\"truncation\":\"disabled\",\"usage\":{usage},\"user\":null,\"metadata\":{{}}}}";

    private static string Usage(TokenCounts tokens) =>
        $"{{\"input_tokens\":{tokens.Input},\"input_tokens_details\":{{\"cached_tokens\":{tokens.CachedInput}}},"
        + $"\"output_tokens\":{tokens.Output},\"output_tokens_details\":{{\"reasoning_tokens\":{tokens.Reasoning}}},"
        + $"\"total_tokens\":{tokens.Total}}}";
}
