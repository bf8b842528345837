namespace TokenUsage.Tests.Capture;

/// <summary>Answers in the providers' true shape, written by hand.</summary>
internal static class WireAnswers
{
    public const string ChatUrl = "https://api.openai.com/v1/chat/completions";

    public const string ChatRequest = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}""";

    public const string Chat =
        """
        {"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,
        "message":{"role":"assistant","content":"Hi there."},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":120,"completion_tokens":30,"total_tokens":150,
        "prompt_tokens_details":{"cached_tokens":100},"completion_tokens_details":{"reasoning_tokens":8}}}
        """;

    public const string MessagesUrl = "https://api.anthropic.com/v1/messages";

    public static readonly string[] MessageStream =
    [
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","model":"claude-sonnet-4-5-20250929","usage":{"input_tokens":25,"cache_read_input_tokens":100,"cache_creation_input_tokens":0,"output_tokens":1}}}
        """,
        """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"A rather long first sentence of an answer."}}
        """,
        """
        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42}}
        """,
        """
        event: message_stop
        data: {"type":"message_stop"}
        """,
    ];

    public static readonly string[] ChatStreamWithoutUsage =
    [
        """data: {"id":"c","model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"One two three four five """
        + """six."}}]}""",
        """data: {"id":"c","model":"gpt-4o-mini","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        "data: [DONE]",
    ];
}
