using System.Text;

namespace TokenUsage.Tests.Providers;

/// <summary>One short answer of every format that is read.</summary>
internal static class WireFixtures
{
    private const string Json = "application/json";
    private const string Sse = "text/event-stream";

    public static IReadOnlyList<WireFixture> All { get; } =
    [
        Make("openai.chat", "https://api.openai.com/v1/chat/completions", Json,
            """{"id":"c1","model":"gpt-5","choices":[{"message":{"content":"hi","tool_calls":["""
            + """{"function":{"arguments":"{\"usage\":{\"prompt_tokens\":1}}"}}]}"""
            + ""","finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17"""
            + ""","prompt_tokens_details":{"cached_tokens":4,"audio_tokens":null}"""
            + ""","completion_tokens_details":{"reasoning_tokens":5}}}""",
            Counts(10, 7) with { CachedInput = 4, Reasoning = 5 }),
        Make("openai.chat stream", "https://api.openai.com/v1/chat/completions", Sse,
            "data: {\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[]}\n\n"
            + "data: {\"model\":\"gpt-5\",\"choices\":[{\"delta\":{\"content\":\"hi\"},\"finish_reason\":null}],"
            + "\"usage\":null}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":7,\"total_tokens\":17}}\n\n"
            + "data: {\"choices\":[],\"usage\":null}\n\ndata: [DONE]\n\n",
            Counts(10, 7)),
        Make("openai.moderations", "https://api.mistral.ai/v1/moderations", Json,
            """{"id":"m1","model":"mistral-moderation","results":[{}]"""
            + ""","usage":{"prompt_tokens":10,"total_tokens":10}}""",
            new TokenCounts { Input = 10 }),
        Make("anthropic.complete", "https://api.anthropic.com/v1/complete", Json,
            """{"id":"c1","model":"claude-2.1","completion":"hi \"usage\":{}","stop_reason":"stop_sequence"}""",
            default),
        Make("xai.chat", "https://api.x.ai/v1/chat/completions", Json,
            """{"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":42"""
            + ""","completion_tokens_details":{"reasoning_tokens":30}}}""",
            Counts(10, 32) with { Reasoning = 30 }),
        Make("mistral audio", "https://api.mistral.ai/v1/chat/completions", Json,
            """{"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":387"""
            + ""","prompt_tokens_details":{"audio_tokens":375}}}""",
            Counts(385, 2)),
        Make("groq stream", "https://api.groq.com/openai/v1/chat/completions", Sse,
            "data: {\"choices\":[{\"delta\":{}}],\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":9,"
            + "\"completion_tokens\":3,\"total_tokens\":12}},\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,"
            + "\"total_tokens\":12}}\n\ndata: [DONE]\n\n",
            Counts(9, 3)),
        Make("perplexity stream", "https://api.perplexity.ai/chat/completions", Sse,
            "data: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"total_tokens\":10}}\r\n\r\n"
            + "data: {\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,"
            + "\"completion_tokens\":5,\"total_tokens\":14,\"cost\":{\"total_cost\":0.005}}}\r\n\r\n",
            Counts(9, 5)),
        Make("gemini compatible", "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions", Json,
            """{"usage":{"prompt_tokens":35,"completion_tokens":12,"total_tokens":109}}""", Counts(35, 74)),
        Make("openai.completions", "https://api.openai.com/v1/completions", Json,
            """{"choices":[{"text":""}],"usage":{"prompt_tokens":11,"total_tokens":11}}""", Counts(11, 0)),
        Make("openai.responses", "https://api.openai.com/v1/responses", Json,
            """{"id":"resp_1","status":"completed","background":false"""
            + ""","output":[{"type":"web_search_call","action":{"type":"search"}}"""
            + """,{"type":"web_search_call","action":{"type":"open_page"}},{"type":"message"}]"""
            + ""","usage":{"input_tokens":20,"input_tokens_details":{"cached_tokens":8,"cache_write_tokens":3}"""
            + ""","output_tokens":6,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":26}}""",
            Counts(20, 6) with { CachedInput = 8, CacheWrite = 3, Reasoning = 2 }),
        Make("openai.responses stream", "https://api.openai.com/v1/responses", Sse,
            "event: response.created\n"
            + "data: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\","
            + "\"usage\":null}}\n\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"hi\"}\n"
            + "event: response.output_text.delta\n\nevent: response.incomplete\n"
            + "data: {\"type\":\"response.incomplete\",\"response\":{\"id\":\"resp_1\",\"status\":\"incomplete\","
            + "\"usage\":{\"input_tokens\":20,\"output_tokens\":6,\"total_tokens\":26}}}\n\n",
            Counts(20, 6)),
        Make("openai.embeddings", "https://api.openai.com/v1/embeddings", Json,
            """{"data":[{"embedding":[0.25,-1.5e-3]}],"model":"e","usage":{"prompt_tokens":8,"total_tokens":8}}""",
            Counts(8, 0)),
        Make(
            "voyage", "https://api.voyageai.com/v1/embeddings", Json, """{"data":[],"usage":{"total_tokens":12}}""",
            Counts(12, 0)),
        Make(
            "rerank", "https://api.cohere.com/v2/rerank", Json,
            """{"results":[],"meta":{"billed_units":{"search_units":1}}}""", default),
        Make("openai.audio", "https://api.openai.com/v1/audio/transcriptions", Json,
            """{"text":"hi","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":0"""
            + ""","audio_tokens":14},"output_tokens":5,"total_tokens":19}}""",
            Counts(14, 5)),
        Make("openai.images", "https://api.openai.com/v1/images/generations", Json,
            """{"data":[{"b64_json":"AAAA"}],"usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":10"""
            + ""","image_tokens":40},"output_tokens":272,"total_tokens":322}}""",
            Counts(50, 272)),
        Make("batch results", "https://api.openai.com/v1/files/file-1/content", "application/octet-stream",
            "{\"id\":\"b1\",\"response\":{\"body\":{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,"
            + "\"total_tokens\":6}}}}\n"
            + "{\"id\":\"b2\",\"response\":{\"body\":{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,"
            + "\"total_tokens\":9}}}}\n",
            Counts(12, 3)) with { Method = "GET" },
        Make("anthropic", "https://api.anthropic.com/v1/messages", Json,
            """{"id":"msg_1","model":"claude-sonnet-5","content":[{"type":"text","text":"hi"}]"""
            + ""","stop_reason":"end_turn","usage":{"input_tokens":3,"cache_creation_input_tokens":20"""
            + ""","cache_read_input_tokens":100,"cache_creation":{"ephemeral_5m_input_tokens":15"""
            + ""","ephemeral_1h_input_tokens":5},"output_tokens":9}}""",
            Counts(123, 9) with { CachedInput = 100, CacheWrite = 20, CacheWrite1h = 5 }),
        Make("anthropic stream", "https://gateway.example/anthropic/v1/messages?beta=true", Sse,
            "event: message_start\n"
            + "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude\","
            + "\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":100,\"output_tokens\":1}}}\n\n"
            + "event: content_block_delta\n"
            + "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"hi\"}}\n\n"
            + "event: message_delta\n"
            + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
            + "\"usage\":{\"input_tokens\":50,\"output_tokens\":9}}\n\nevent: message_stop\n"
            + "data: {\"type\":\"message_stop\"}\n\n",
            Counts(150, 9) with { CachedInput = 100 }),
        Make("anthropic iterations", "https://api.anthropic.com/v1/messages", Json,
            """{"usage":{"input_tokens":30,"output_tokens":5,"iterations":[{"type":"message","input_tokens":10"""
            + ""","output_tokens":2},{"type":"advisor_message","model":"claude-opus-5","input_tokens":40"""
            + ""","cache_read_input_tokens":6,"output_tokens":7},{"type":"message","input_tokens":20"""
            + ""","output_tokens":3}]}}""",
            Counts(76, 12) with { CachedInput = 6 }),
        Make(
            "anthropic complete", "https://api.anthropic.com/v1/complete", Json,
            """{"completion":" hi","stop_reason":"stop_sequence"}""", default),
        Make("gemini", "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-pro:generateContent", Json,
            """{"candidates":[{"content":{"parts":[{"text":"hi"}]},"finishReason":"STOP"}]"""
            + ""","usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":4,"thoughtsTokenCount":30"""
            + ""","toolUsePromptTokenCount":5,"cachedContentTokenCount":2,"totalTokenCount":49"""
            + ""","promptTokensDetails":[{"modality":"AUDIO","tokenCount":6},{"modality":2,"tokenCount":1}]}"""
            + ""","modelVersion":"gemini-3-pro"}""",
            Counts(15, 34) with { CachedInput = 2, Reasoning = 30 }),
        Make("gemini array",
            "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/"
            + "publishers/google/models/gemini-3-pro:streamGenerateContent", Json,
            "[{\"candidates\":[{\"content\":{}}],\"usageMetadata\":{\"trafficType\":\"ON_DEMAND\"}}\r\n,\r\n"
            + "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":10,"
            + "\"candidatesTokenCount\":4}}\r\n]",
            Counts(10, 4)),
        Make("gemini interactions", "https://generativelanguage.googleapis.com/v1beta/interactions", Json,
            """{"status":"completed","usage":{"total_input_tokens":9,"total_output_tokens":13"""
            + ""","total_thought_tokens":20,"total_cached_tokens":0,"total_tokens":42}}""",
            Counts(9, 33) with { CachedInput = 0, Reasoning = 20 }),
        Make("vertex predict",
            "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/"
            + "publishers/google/models/e:predict", Json,
            """{"predictions":[{"embeddings":{"statistics":{"token_count":5.0},"values":[0.1]}}"""
            + """,{"embeddings":{"statistics":{"token_count":6}}}]}""",
            Counts(11, 0)),
        Make("bedrock.converse",
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/us.amazon.nova-lite-v1%3A0/converse", Json,
            """{"output":{"message":{"content":[{"text":"hi"}]}},"usage":{"inputTokens":22,"outputTokens":13"""
            + ""","totalTokens":2527,"cacheReadInputTokens":2492,"cacheReadInputTokenCount":2492"""
            + ""","cacheWriteInputTokens":0},"trace":{"guardrail":{"usage":{"inputTokens":999}}}}""",
            Counts(2514, 13) with { CachedInput = 2492, CacheWrite = 0 }),
        Frames("bedrock.converse stream", "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse-stream",
            Counts(9, 4),
            ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"hi"},"p":"abc"}"""),
            ("metadata",
                """{"metrics":{"latencyMs":5},"usage":{"inputTokens":9,"outputTokens":4,"totalTokens":13}}""")),
        Frames("bedrock.invoke stream",
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/meta.llama3/invoke-with-response-stream",
            Counts(9, 4),
            ("chunk", Wrapped("""{"generation":"hi","prompt_token_count":9,"generation_token_count":1}""")),
            ("chunk",
                Wrapped(
                    """{"generation":"","generation_token_count":4"""
                    + ""","amazon-bedrock-invocationMetrics":{"inputTokenCount":9,"outputTokenCount":4}}"""))),
        Make("bedrock.invoke titan", "https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.titan/invoke", Json,
            """{"inputTextTokenCount":6.0,"results":[{"tokenCount":3,"outputText":"hi"}]}""", Counts(6, 3)),
        Make("cohere v2 stream", "https://api.cohere.com/v2/chat", Sse,
            "event: content-delta\n"
            + "data: {\"type\":\"content-delta\",\"delta\":{\"message\":{\"content\":{\"text\":\"hi\"}}}}\n\n"
            + "event: message-end\n"
            + "data: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\","
            + "\"usage\":{\"billed_units\":{\"input_tokens\":7,\"output_tokens\":8},\"tokens\":{\"input_tokens\":69,"
            + "\"output_tokens\":9}}}}\n\ndata: [DONE]\n\n",
            Counts(7, 8)),
        Make("cohere v1 stream", "https://api.cohere.com/v1/chat", "application/stream+json",
            "{\"event_type\":\"text-generation\",\"text\":\"hi\"}\n"
            + "{\"event_type\":\"stream-end\",\"finish_reason\":\"COMPLETE\","
            + "\"response\":{\"meta\":{\"billed_units\":{\"input_tokens\":7,\"output_tokens\":8}}}}\n",
            Counts(7, 8)),
        Make(
            "cohere embed", "https://api.cohere.com/v2/embed", Json, """{"meta":{"billed_units":{"input_tokens":4}}}""",
            Counts(4, 0)),
        Make("ollama", "http://localhost:11434/api/chat", "application/x-ndjson",
            "{\"message\":{\"content\":\"hi\"},\"done\":false}\n"
            + "{\"message\":{\"content\":\"\"},\"done\":true,\"prompt_eval_count\":26,\"eval_count\":298}\n",
            Counts(26, 298)),
        Make(
            "ollama embed", "http://localhost:11434/api/embed", Json,
            """{"embeddings":[[0.1]],"prompt_eval_count":8}""", Counts(8, 0)),
    ];

    private static TokenCounts Counts(long input, long output) => new() { Input = input, Output = output };

    private static WireFixture Make(string name, string address, string mediaType, string body, TokenCounts tokens) =>
        new(name, address, mediaType, Encoding.UTF8.GetBytes(body), tokens);

    private static WireFixture Frames(
        string name, string address, TokenCounts tokens, params (string Type, string Payload)[] frames) =>
        new(
            name, address, "application/vnd.amazon.eventstream",
            [.. frames.SelectMany(f => EventStreamFrame.Make(f.Type, f.Payload))], tokens);

    private static string Wrapped(string json) =>
        $$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}}","p":"abcdef"}""";
}
