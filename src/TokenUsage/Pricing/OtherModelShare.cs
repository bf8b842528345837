namespace TokenUsage.Pricing;

/// <summary>Divides a call on which a second model worked, such as an adviser: each part is billed by its own model's prices.</summary>
internal static class OtherModelShare
{
    /// <summary>Cuts the second model's part off.</summary>
    /// <param name="usage">The whole call.</param>
    /// <param name="own">What the served model worked on, with everything that is no token.</param>
    /// <param name="other">What the second model worked on.</param>
    /// <returns><see langword="false"/> when one model did it all.</returns>
    public static bool TryCut(in PricedUsage usage, out PricedUsage own, out PricedUsage other)
    {
        own = other = default;
        if (PriceFacts.Of(usage.Facts).OtherModel is not { } model) return false;

        TokenCounts part = Read(usage.Meters);
        if (part.IsEmpty) return false;

        TokenCounts whole = usage.Tokens;
        own = usage with
        {
            Tokens = new TokenCounts
            {
                Input = Rest(whole.Input, part.Input),
                CachedInput = Rest(whole.CachedInput, part.CachedInput),
                CacheWrite = Rest(whole.CacheWrite, part.CacheWrite),
                CacheWrite1h = Rest(whole.CacheWrite1h, part.CacheWrite1h),
                Output = Rest(whole.Output, part.Output),
                Reasoning = whole.Reasoning,
            },
        };
        other = usage with
        {
            Model = model,
            RequestedModel = null,
            Tokens = part,
            Meters = [],
            StatedCostUsd = null,
        };
        return true;
    }

    private static TokenCounts Read(IReadOnlyList<UsageMeter> meters)
    {
        var part = default(TokenCounts);
        for (int i = 0; i < meters.Count; i++)
        {
            (string name, decimal quantity) = meters[i];
            if (!name.Contains("other_model", StringComparison.Ordinal)) continue;

            long tokens = (long)Math.Clamp(quantity, 0, TokenCounts.MaxPerCall);
            part = name switch
            {
                UsageMeters.InputOtherModel => part with { Input = tokens },
                UsageMeters.InputOtherModelCached => part with { CachedInput = tokens },
                UsageMeters.InputOtherModelCacheWrite => part with { CacheWrite = tokens },
                UsageMeters.InputOtherModelCacheWrite1h => part with { CacheWrite1h = tokens },
                UsageMeters.OutputOtherModel => part with { Output = tokens },
                _ => part,
            };
        }

        return part;
    }

    private static long? Rest(long? whole, long? part) =>
        whole is { } known ? Math.Max(0, known - (part ?? 0)) : null;
}
