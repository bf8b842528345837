namespace TokenUsage.Admission;

/// <summary>What a call uses, in the integers that ledgers count.</summary>
public readonly record struct QuotaAmounts
{
    /// <summary>
    /// The most that one line of one call may move, 2⁴⁸: sums of amounts then stay far from overflow.
    /// </summary>
    public const long Max = 1L << 48;

    /// <summary>Gets the prompt tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>Gets the generated tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Gets the calls: 1, or 0 for one that nobody bills.</summary>
    public long Requests { get; init; }

    /// <summary>Gets the cost in nano-dollars, rounded up.</summary>
    public long NanoUsd { get; init; }

    /// <summary>Gets the amount that a quota of that unit counts, brought into 0…<see cref="Max"/>.</summary>
    /// <remarks>A settled call is no longer concurrent: that amount is zero.</remarks>
    public long Of(QuotaUnit unit) => Math.Clamp(
        unit switch
        {
            QuotaUnit.Tokens => Clamp(InputTokens) + Clamp(OutputTokens),
            QuotaUnit.InputTokens => InputTokens,
            QuotaUnit.OutputTokens => OutputTokens,
            QuotaUnit.Requests => Requests,
            QuotaUnit.Usd => NanoUsd,
            _ => 0,
        },
        0,
        Max);

    private static long Clamp(long amount) => Math.Clamp(amount, 0, Max);
}
