namespace TokenUsage.Admission;

/// <summary>The most that a model's tokens can cost, at its dearest tier.</summary>
internal readonly record struct PriceCeiling
{
    /// <summary>Gets whether the model is declared to be free: quotas in money then do not look at its calls.</summary>
    public bool IsFree { get; init; }

    /// <summary>Gets whether it passes only because nobody knows its price.</summary>
    public bool IsUnpriced { get; init; }

    /// <summary>Gets whether quotas in money refuse the model because nobody knows what it costs.</summary>
    public bool IsBlocked { get; init; }

    public decimal InputUsdPerMillion { get; init; }

    public decimal OutputUsdPerMillion { get; init; }

    /// <summary>Gets the most a call of that size can cost, in nano-dollars, rounded up.</summary>
    public long NanoUsdOf(long input, long output) => IsFree
        ? 0
        : QuotaScale.ToNanoUsd(((input * InputUsdPerMillion) + (output * OutputUsdPerMillion)) / 1_000_000m);
}
