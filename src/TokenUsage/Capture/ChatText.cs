using Microsoft.Extensions.AI;

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

    public static long Length(AIContent content) => content switch
    {
        TextContent text => text.Text.Length,
        TextReasoningContent reasoning => reasoning.Text.Length,
        _ => 0,
    };
}
