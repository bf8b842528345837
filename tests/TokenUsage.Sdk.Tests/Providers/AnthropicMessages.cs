using System.Text.Json;
using TokenUsage.Testing.Replay;

namespace TokenUsage.Sdk.Tests.Providers;

/// <summary>Anthropic's messages, whose input excludes what was read from the cache and written to it.</summary>
internal static class AnthropicMessages
{
    private const int CacheWrite = 30;
    private const int CacheRead = 400;

    public static ReplayAnswer Answer(ReplayRequest request, int number)
    {
        JsonElement body = request.Json();
        bool streams = body.TryGetProperty("stream", out JsonElement stream) && stream.GetBoolean();
        bool callsTool = body.TryGetProperty("tools", out JsonElement tools) && tools.GetArrayLength() > 0
            && !request.Text.Contains("tool_result", StringComparison.Ordinal);
        string id = $"msg_{number}";
        int fresh = 50 + number;
        int output = 10 + (number * 3);
        var billed = new BilledAttempt(id, new TokenCounts
        {
            Input = fresh + CacheWrite + CacheRead,
            CachedInput = CacheRead,
            CacheWrite = CacheWrite,
            Output = output,
        });
        return streams
            ? ReplayAnswer.Events(Events(id, fresh, output, callsTool), billed)
            : ReplayAnswer.Json(Plain(id, fresh, output, callsTool), billed);
    }

    private static string Plain(string id, int fresh, int output, bool callsTool)
    {
        string content = callsTool
            ? "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"city\":\"Oslo\"}}"
            : "{\"type\":\"text\",\"text\":\"It is sunny in Oslo.\"}";
        string reason = callsTool ? "tool_use" : "end_turn";
        return Message(id, $"[{content}]", $"\"{reason}\"", Usage(fresh, output));
    }

    private static IEnumerable<string> Events(string id, int fresh, int output, bool callsTool)
    {
        string message = Message(id, "[]", "null", Usage(fresh, output: 1));
        yield return Event("message_start", $"\"message\":{message}");
        yield return Event("content_block_start", callsTool
            ? "\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\","
                + "\"input\":{}}"
            : "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
        yield return Event("ping", "\"pong\":0");
        yield return Event("content_block_delta", callsTool
            ? "\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}"
            : "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"It is sunny in Oslo.\"}");
        yield return Event("content_block_stop", "\"index\":0");
        string reason = callsTool ? "tool_use" : "end_turn";
        yield return Event(
            "message_delta",
            $"\"delta\":{{\"stop_reason\":\"{reason}\",\"stop_sequence\":null}},\"usage\":"
            + $"{{\"input_tokens\":{fresh},\"cache_creation_input_tokens\":{CacheWrite},"
            + $"\"cache_read_input_tokens\":{CacheRead},\"output_tokens\":{output}}}");
        yield return "event: message_stop\ndata: {\"type\":\"message_stop\"}";
    }

    private static string Event(string type, string members) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\",{members}}}";

    private static string Message(string id, string content, string stopReason, string usage) =>
        $"{{\"id\":\"{id}\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5-20250929\","
        + $"\"content\":{content},\"stop_reason\":{stopReason},\"stop_sequence\":null,\"usage\":{usage}}}";

    private static string Usage(int fresh, int output) =>
        $"{{\"input_tokens\":{fresh},\"cache_creation_input_tokens\":{CacheWrite},"
        + $"\"cache_read_input_tokens\":{CacheRead},\"cache_creation\":{{\"ephemeral_5m_input_tokens\":{CacheWrite},"
        + $"\"ephemeral_1h_input_tokens\":0}},\"output_tokens\":{output},\"service_tier\":\"standard\"}}";
}
