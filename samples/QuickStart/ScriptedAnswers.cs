namespace QuickStart;

/// <summary>Answers in the providers' true shape, written by hand.</summary>
internal static class ScriptedAnswers
{
    private const string OpenAiChat = """
        {"id":"chatcmpl-quick1","object":"chat.completion","created":1767225600,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"Three are overdue: 1041, 1055 and 1060.","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1480,"completion_tokens":312,"total_tokens":1792,"prompt_tokens_details":{"cached_tokens":1024,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default","system_fingerprint":"fp_quick"}
        """;

    private const string OpenAiChatStream = """
        data: {"id":"chatcmpl-quick2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-quick2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","choices":[{"index":0,"delta":{"content":"It was sent in March."},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-quick2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

        data: {"id":"chatcmpl-quick2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","choices":[],"usage":{"prompt_tokens":1810,"completion_tokens":96,"total_tokens":1906,"prompt_tokens_details":{"cached_tokens":1408,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}

        data: [DONE]
        """;

    private const string OpenAiResponse = """
        {"id":"resp_quick3","object":"response","created_at":1767225600,"status":"completed","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"gpt-4.1-mini-2025-04-14","output":[{"id":"msg_quick3","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Order: 40 boxes."}]}],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"service_tier":"default","store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{"input_tokens":640,"input_tokens_details":{"cached_tokens":0},"output_tokens":220,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":860},"user":null,"metadata":{}}
        """;

    private const string Anthropic = """
        {"model":"claude-sonnet-4-5-20250929","id":"msg_quick4","type":"message","role":"assistant","content":[{"type":"text","text":"The contract runs for two years."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":320,"cache_creation_input_tokens":2048,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":2048,"ephemeral_1h_input_tokens":0},"output_tokens":410,"service_tier":"standard"}}
        """;

    private const string AnthropicStream = """
        event: message_start
        data: {"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_quick5","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":28,"cache_creation_input_tokens":0,"cache_read_input_tokens":2048,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":2,"service_tier":"standard"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Two years, renewable."}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":28,"cache_creation_input_tokens":0,"cache_read_input_tokens":2048,"output_tokens":37}}

        event: message_stop
        data: {"type":"message_stop"}
        """;

    private const string Gemini = """
        {"candidates":[{"content":{"parts":[{"text":"Supplier B, by four percent."}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":910,"candidatesTokenCount":64,"totalTokenCount":1390,"promptTokensDetails":[{"modality":"TEXT","tokenCount":910}],"thoughtsTokenCount":416},"modelVersion":"gemini-2.5-flash","responseId":"quick6"}
        """;

    private const string GeminiStream = """
        data: {"candidates":[{"content":{"parts":[{"text":"Supplier A"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":955,"totalTokenCount":955,"promptTokensDetails":[{"modality":"TEXT","tokenCount":955}]},"modelVersion":"gemini-2.5-flash","responseId":"quick7"}

        data: {"candidates":[{"content":{"parts":[{"text":" has never been late."}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":955,"candidatesTokenCount":58,"totalTokenCount":1203,"promptTokensDetails":[{"modality":"TEXT","tokenCount":955}],"thoughtsTokenCount":190},"modelVersion":"gemini-2.5-flash","responseId":"quick7"}
        """;

    public static string? Find(string path, bool streams) => path switch
    {
        "/v1/chat/completions" => streams ? OpenAiChatStream : OpenAiChat,
        "/v1/responses" => OpenAiResponse,
        "/v1/messages" => streams ? AnthropicStream : Anthropic,
        _ when path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) => GeminiStream,
        _ when path.EndsWith(":generateContent", StringComparison.Ordinal) => Gemini,
        _ => null,
    };
}
