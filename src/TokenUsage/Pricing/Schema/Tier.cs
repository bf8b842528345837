namespace TokenUsage.Pricing.Schema;

/// <summary>Another amount beyond a threshold.</summary>
/// <remarks>
/// <c>Threshold</c>: in tokens, or in the meter's own unit.
/// <c>Inclusive</c>: whether the threshold itself is already beyond: providers differ, so it is data.
/// <c>Amount</c>: per the rate's unit.
/// </remarks>
internal readonly record struct Tier(
    decimal Threshold, bool Inclusive, decimal Amount, TierBasis Basis = default, TierMode Mode = default)
{
    public bool Holds(decimal basis) => Inclusive ? basis >= Threshold : basis > Threshold;
}
