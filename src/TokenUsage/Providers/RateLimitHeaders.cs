using System.Net.Http.Headers;

namespace TokenUsage.Providers;

/// <summary>Keeps what an answer's head says about rate limits, under one set of names for all providers.</summary>
internal static class RateLimitHeaders
{
    private const string RetryAfter = "ratelimit.retry_after";

    private static readonly string[] Limited =
        ["requests", "tokens", "project-tokens", "input-images", "tokens_usage_based"];

    private static readonly Dictionary<string, string> Names = MakeNames();

    public static void Read(WireResponse response, UsageReading reading)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in response.Headers)
        {
            // Most headers are none of these: their first letters spare the look-up.
            if (!header.Key.Contains("rate", StringComparison.OrdinalIgnoreCase)
                && !header.Key.StartsWith("retry-", StringComparison.OrdinalIgnoreCase)) continue;
            if (!Names.TryGetValue(header.Key, out string? name)) continue;

            // Some providers send it with every answer, where it means nothing.
            if (name.StartsWith(RetryAfter, StringComparison.Ordinal) && response.Status is not (429 or 503 or 529))
                continue;

            foreach (string value in header.Value)
            {
                if (value.Length <= 64) reading.SetMetadata(name, value);
                break;
            }
        }
    }

    private static Dictionary<string, string> MakeNames()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string prefix in (string[])["x-ratelimit-", "llm_provider-x-ratelimit-"])
        {
            foreach (string part in (string[])["limit", "remaining", "reset"])
            {
                foreach (string what in Limited)
                {
                    names[$"{prefix}{part}-{what}"] = $"ratelimit.{part}_{what.Replace('-', '_')}";
                }
            }
        }

        foreach (string what in (string[])["requests", "tokens", "input-tokens", "output-tokens"])
        {
            foreach (string part in (string[])["limit", "remaining", "reset"])
            {
                names[$"anthropic-ratelimit-{what}-{part}"] = $"ratelimit.{part}_{what.Replace('-', '_')}";
            }
        }

        foreach (string part in (string[])["limit", "remaining"])
        {
            names[$"x-ratelimit-{part}-tokens-minute"] = $"ratelimit.{part}_tokens";
            names[$"x-ratelimit-{part}-req-minute"] = $"ratelimit.{part}_requests";
            names[$"x-ratelimit-{part}-tokens-month"] = $"ratelimit.{part}_tokens_month";
        }

        names["retry-after"] = RetryAfter;
        names["retry-after-ms"] = RetryAfter + "_ms";
        return names;
    }
}
