using System.Text;
using Microsoft.Extensions.AI;

namespace TokenUsage.Capture;

/// <summary>Says how many tokens a prompt has at most: its bytes, and what the format adds.</summary>
/// <remarks>A token of a byte-level vocabulary covers at least one byte. What is not text has no such bound.</remarks>
internal static class ChatEstimate
{
    private const int TokensPerMessage = 16;
    private const int TokensPerTool = 32;

    /// <summary>Gets the most a prompt can have; null when a part of it is no text, or cannot be read twice.</summary>
    public static long? OfPrompt(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (messages is not IReadOnlyList<ChatMessage> list) return null;

        long most = TokensPerMessage + BytesOf(options?.Instructions);
        for (int i = 0; i < list.Count; i++)
        {
            most += TokensPerMessage;
            IList<AIContent> contents = list[i].Contents;
            for (int j = 0; j < contents.Count; j++)
            {
                if (Of(contents[j]) is not { } part) return null;
                most += part;
            }
        }

        foreach (AITool tool in options?.Tools ?? [])
        {
            most += TokensPerTool + BytesOf(tool.Name) + BytesOf(tool.Description);
            if (tool is AIFunctionDeclaration function) most += BytesOf(function.JsonSchema.GetRawText());
        }

        return options?.ConversationId is null ? most : null;
    }

    /// <summary>Gets the most that the inputs of an embedding can have; null when they are no list of texts.</summary>
    public static long? OfInputs<TInput>(IEnumerable<TInput> inputs) =>
        inputs is IReadOnlyList<string> texts ? texts.Sum(text => BytesOf(text) + 2) : null;

    private static long? Of(AIContent content) => content switch
    {
        TextContent text => BytesOf(text.Text),
        TextReasoningContent reasoning => BytesOf(reasoning.Text),
        FunctionCallContent call => BytesOf(call.Name) + OfArguments(call.Arguments) + TokensPerTool,
        FunctionResultContent result => (2 * BytesOf(result.Result?.ToString())) + TokensPerTool,
        UsageContent => 0,
        _ => null,
    };

    // Twice the bytes: quotes and escapes come to it when the arguments are written as JSON.
    private static long OfArguments(IDictionary<string, object?>? arguments)
    {
        long most = 0;
        foreach ((string name, object? value) in arguments ?? new Dictionary<string, object?>())
        {
            most += BytesOf(name) + (2 * BytesOf(value?.ToString())) + 8;
        }

        return most;
    }

    private static long BytesOf(string? text) => string.IsNullOrEmpty(text) ? 0 : Encoding.UTF8.GetByteCount(text);
}
