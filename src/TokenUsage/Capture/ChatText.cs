using Microsoft.Extensions.AI;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>Measures text without keeping it.</summary>
internal static class ChatText
{
    public static long Length(IEnumerable<ChatMessage> messages)
    {
        // Only a list can be read twice without running the caller's code twice.
        if (messages is not IReadOnlyList<ChatMessage> list) return 0;

        long length = 0;
        for (int i = 0; i < list.Count; i++)
        {
            IList<AIContent> contents = list[i].Contents;
            for (int j = 0; j < contents.Count; j++) length += Length(contents[j]);
        }

        return length;
    }

    /// <summary>Counts the tokens of the text, by whatever the estimator knows about the model.</summary>
    public static long Tokens(
        IEnumerable<ChatMessage> messages, ITokenEstimator estimator, string provider, string? model)
    {
        if (messages is not IReadOnlyList<ChatMessage> list) return 0;

        long tokens = 0;
        foreach (AIContent content in list.SelectMany(message => message.Contents))
        {
            if (Text(content) is { } text) tokens += estimator.EstimateTokens(provider, model, text.AsSpan());
        }

        return tokens;
    }

    public static long Length(AIContent content) => Text(content)?.Length ?? 0;

    public static string? Text(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent reasoning => reasoning.Text,
        _ => null,
    };
}
