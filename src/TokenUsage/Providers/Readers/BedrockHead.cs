using System.Text;

namespace TokenUsage.Providers.Readers;

/// <summary>The counts in the head of a Bedrock answer: there for every model, also where the body has none.</summary>
internal static class BedrockHead
{
    public static void Read(WireResponse response, UsageReading reading)
    {
        var usage = default(DisjointUsage);
        bool isAny = Take(response, "x-amzn-bedrock-input-token-count", "inputTokens"u8, ref usage)
            | Take(response, "x-amzn-bedrock-output-token-count", "outputTokens"u8, ref usage)
            | Take(response, "x-amzn-bedrock-cache-read-input-token-count", "cacheReadInputTokens"u8, ref usage)
            | Take(response, "x-amzn-bedrock-cache-write-input-token-count", "cacheWriteInputTokens"u8, ref usage);
        if (isAny) reading.Tokens = usage.ToCounts();

        // ThrottlingException:http://internal.amazon.com/coral/...
        if (response.TryGetHeader("x-amzn-errortype", out string error)) reading.ErrorType = error.Split(':', 2)[0];
    }

    private static bool Take(WireResponse response, string header, ReadOnlySpan<byte> name, ref DisjointUsage usage)
    {
        if (!response.TryGetHeader(header, out string text) || text.Length > 20) return false;
        Span<byte> number = stackalloc byte[20];
        return Encoding.UTF8.TryGetBytes(text, number, out int length) && usage.TryRead(name, number[..length]);
    }
}
