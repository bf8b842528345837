using System.Collections.Immutable;

namespace TokenUsage.Pricing.Tenants;

/// <summary>Applies discounts, markups, fees and minimums, in that order, once, to every kind of cost.</summary>
internal sealed class TenantPricing
{
    private readonly ImmutableArray<PriceAdjustment> _adjustments;

    public TenantPricing(IEnumerable<PriceAdjustment> adjustments)
    {
        _adjustments = [.. adjustments];
    }

    public static TenantPricing None { get; } = new([]);

    /// <summary>Whether any agreement exists; without one, the list price is all three.</summary>
    public bool IsEmpty => _adjustments.IsEmpty;

    public AdjustedPrice Adjust(decimal list, ResolvedModel model, in PricedUsage usage)
    {
        if (IsEmpty) return new AdjustedPrice(list, list);

        decimal net = list;
        decimal markup = 1;
        decimal fee = 0;
        decimal minimum = 0;
        foreach (PriceAdjustment adjustment in _adjustments)
        {
            if (!adjustment.Covers(usage.Dimensions.Project, model.Provider, model.Model, usage.At)) continue;
            net *= 1 - adjustment.Discount;
            markup *= 1 + adjustment.Markup;
            fee += adjustment.FeePerCallUsd;
            minimum = Math.Max(minimum, adjustment.MinimumPerCallUsd);
        }

        return new AdjustedPrice(net, Math.Max(net * markup + fee, minimum));
    }
}
