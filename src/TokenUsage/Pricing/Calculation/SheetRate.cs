using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A rate arranged for calculating.</summary>
internal sealed class SheetRate
{
    private readonly Rate _rate;
    private readonly decimal _unit;
    private readonly decimal[] _tierUnits;
    private readonly bool _isExact;
    private readonly bool _isMarginal;
    private readonly bool _hasQuantityRules;

    public SheetRate(Rate rate)
    {
        _rate = rate;
        _unit = rate.Amount / rate.Per;
        _tierUnits = [.. rate.Tiers.Select(tier => tier.Amount / rate.Per)];

        // Most rates divide without a remainder (a million shifts the point), and a product is a third of a division.
        _isExact = _unit * rate.Per == rate.Amount
            && rate.Tiers.Zip(_tierUnits).All(pair => pair.Second * rate.Per == pair.First.Amount);
        _isMarginal = rate.Tiers.Any(tier => tier.Mode == TierMode.Marginal);
        _hasQuantityRules = rate.Minimum is not null || rate.Increment is not null || rate.Cap is not null;
        IsPlain = _isExact && !_hasQuantityRules && _tierUnits.Length == 0 && rate.Alternative is null;
    }

    public Rate Rate => _rate;

    /// <summary>Whether a cost below <see cref="LowestTier"/> is a product of <see cref="Unit"/> and nothing else.</summary>
    public bool IsPlainBelowTiers => _isExact && !_hasQuantityRules && _rate.Alternative is null
        && _rate.Tiers.All(tier => tier.Basis == TierBasis.InputTokens);

    /// <summary>The least input at which a tier may hold.</summary>
    public long LowestTier =>
        _rate.Tiers.IsEmpty ? long.MaxValue : (long)decimal.Floor(_rate.Tiers.Min(tier => tier.Threshold));

    /// <summary>Whether a cost is a product of <see cref="Unit"/> and nothing else: no tier, minimum, group or remainder.</summary>
    public bool IsPlain { get; }

    public decimal Unit => _unit;

    public string? Alternative => _rate.Alternative;

    /// <summary>What a quantity costs, unrounded.</summary>
    /// <remarks>
    /// <c>amount</c>: the amount that was used, per the rate's unit.
    /// <c>billed</c>: the quantity after minimum, increment and cap.
    /// </remarks>
    public decimal CostOf(decimal quantity, in UsageCells cells, out decimal amount, out decimal billed)
    {
        billed = _hasQuantityRules ? Bill(quantity) : quantity;
        if (_isMarginal) return CostBySlices(billed, cells, out amount);

        amount = _rate.Amount;
        decimal unit = _unit;
        for (int i = 0; i < _tierUnits.Length; i++)
        {
            Tier tier = _rate.Tiers[i];
            if (!tier.Holds(BasisOf(tier, quantity, cells))) continue;
            amount = tier.Amount;
            unit = _tierUnits[i];
        }

        return _isExact ? unit * billed : amount * billed / _rate.Per;
    }

    private decimal CostBySlices(decimal quantity, in UsageCells cells, out decimal amount)
    {
        decimal cost = 0;
        decimal from = 0;
        amount = _rate.Amount;
        foreach (Tier tier in _rate.Tiers)
        {
            decimal basis = BasisOf(tier, quantity, cells);
            if (!tier.Holds(basis)) break;

            // Shares of a basis that is larger than the quantity: the quantity lies at the basis' end.
            decimal below = Math.Clamp(tier.Threshold - (basis - quantity), from, quantity);
            cost += amount * (below - from) / _rate.Per;
            from = below;
            amount = tier.Amount;
        }

        return cost + amount * (quantity - from) / _rate.Per;
    }

    private decimal Bill(decimal quantity)
    {
        decimal billed = Math.Max(quantity, _rate.Minimum ?? 0);
        if (_rate.Increment is { } step and > 0) billed = Math.Ceiling(billed / step) * step;
        return Math.Min(billed, _rate.Cap ?? billed);
    }

    private static decimal BasisOf(in Tier tier, decimal quantity, in UsageCells cells) => tier.Basis switch
    {
        TierBasis.InputTokens => cells.TotalInput,
        TierBasis.AllTokens => cells.TotalInput + cells.TotalOutput,
        _ => quantity,
    };
}
