namespace TokenUsage;

/// <summary>What one call consumed, as its provider counts it.</summary>
/// <remarks>
/// A <see langword="null"/> member was not reported; it is never read as zero, and zero is never read as "not reported".
/// Totals include their parts: <see cref="CachedInput"/> and <see cref="CacheWrite"/> are inside <see cref="Input"/>,
/// <see cref="Reasoning"/> is inside <see cref="Output"/>, whichever way the provider's own dialect states them.
/// </remarks>
public readonly record struct TokenCounts
{
    /// <summary>The most tokens that one call can be recorded with, 2⁴⁰. A provider that states more is misread or lying.</summary>
    public const long MaxPerCall = 1L << 40;

    /// <summary>Gets all prompt tokens, however they are billed.</summary>
    public long? Input { get; init; }

    /// <summary>Gets the part of <see cref="Input"/> that was read from the provider's cache.</summary>
    public long? CachedInput { get; init; }

    /// <summary>Gets the part of <see cref="Input"/> that was written to the provider's cache.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>Gets the part of <see cref="CacheWrite"/> that was written for one hour.</summary>
    public long? CacheWrite1h { get; init; }

    /// <summary>Gets all generated tokens, reasoning included.</summary>
    public long? Output { get; init; }

    /// <summary>Gets the part of <see cref="Output"/> that the model spent on reasoning.</summary>
    public long? Reasoning { get; init; }

    /// <summary>Gets whether no member is known.</summary>
    public bool IsEmpty => this == default;

    /// <summary>Gets input and output together; <see langword="null"/> when neither is known.</summary>
    /// <exception cref="OverflowException">The sum does not fit 64 bits.</exception>
    public long? Total => Sum(Input, Output);

    /// <summary>Adds two counts; a member of the sum is known when either side knows it.</summary>
    /// <exception cref="OverflowException">A sum does not fit 64 bits.</exception>
    public static TokenCounts operator +(TokenCounts left, TokenCounts right) => new()
    {
        Input = Sum(left.Input, right.Input),
        CachedInput = Sum(left.CachedInput, right.CachedInput),
        CacheWrite = Sum(left.CacheWrite, right.CacheWrite),
        CacheWrite1h = Sum(left.CacheWrite1h, right.CacheWrite1h),
        Output = Sum(left.Output, right.Output),
        Reasoning = Sum(left.Reasoning, right.Reasoning),
    };

    /// <summary>Adds two counts, as the operator does.</summary>
    public static TokenCounts Add(TokenCounts left, TokenCounts right) => left + right;

    /// <summary>Brings every known member into 0…<see cref="MaxPerCall"/>.</summary>
    /// <remarks>Applied at capture, so that one absurd answer can neither subtract usage nor overflow a total.</remarks>
    public TokenCounts Clamp() => new()
    {
        Input = Clamp(Input),
        CachedInput = Clamp(CachedInput),
        CacheWrite = Clamp(CacheWrite),
        CacheWrite1h = Clamp(CacheWrite1h),
        Output = Clamp(Output),
        Reasoning = Clamp(Reasoning),
    };

    private static long? Sum(long? left, long? right) =>
        left is null ? right : right is null ? left : checked(left + right);

    private static long? Clamp(long? count) => count is { } known ? Math.Clamp(known, 0, MaxPerCall) : null;
}
