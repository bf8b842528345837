using System.Globalization;

namespace TokenUsage.Providers.Readers;

/// <summary>The counts in the head of a Fireworks answer, which its body may leave out. What the body states replaces them.</summary>
internal static class FireworksHead
{
    public static void Read(WireResponse response, UsageReading reading)
    {
        if (Count(response, "fireworks-prompt-tokens") is not { } input) return;

        reading.Tokens = reading.Tokens with
        {
            Input = input,
            CachedInput = Count(response, "fireworks-cached-prompt-tokens"),
        };
    }

    private static long? Count(WireResponse response, string header) =>
        response.TryGetHeader(header, out string text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? Math.Min(count, TokenCounts.MaxPerCall) : null;
}
