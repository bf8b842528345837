using Microsoft.Extensions.AI;

namespace TokenUsage.Capture;

/// <summary>Translates what a chat client reports.</summary>
/// <remarks>
/// The clients agree that input includes the cached tokens. They do not agree on where cache writes go: each has a name
/// of its own among the additional counts.
/// </remarks>
internal static class UsageDetailsReader
{
    private static readonly string[] CacheWriteNames =
    [
        "CacheCreationInputTokens",
        "cache_creation_input_tokens",
        "CacheWriteInputTokens",
        "cache_write_input_tokens",
        "InputTokenDetails.CacheWriteTokenCount",
        "InputTokenDetails.CacheCreationTokenCount",
    ];

    public static TokenCounts Read(UsageDetails details) => new()
    {
        Input = details.InputTokenCount,
        CachedInput = details.CachedInputTokenCount,
        CacheWrite = FindCacheWrite(details.AdditionalCounts),
        Output = details.OutputTokenCount,
        Reasoning = details.ReasoningTokenCount,
    };

    private static long? FindCacheWrite(AdditionalPropertiesDictionary<long>? counts)
    {
        if (counts is null) return null;

        foreach (string name in CacheWriteNames)
        {
            if (counts.TryGetValue(name, out long count)) return count;
        }

        return null;
    }
}
