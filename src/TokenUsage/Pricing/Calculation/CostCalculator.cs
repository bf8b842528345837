using System.Collections.Immutable;
using System.Numerics;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>Turns counts into cost. Pure: the same sheet, call and counts give the same result.</summary>
internal static class CostCalculator
{
    /// <summary>The flags under which a sum is an estimate.</summary>
    public const CostFlags Estimating = CostFlags.PrefixMatch | CostFlags.RequestedModel | CostFlags.CacheRateMissing
        | CostFlags.CacheTtlUnknown | CostFlags.OverlapAssumed | CostFlags.UsageInconsistent | CostFlags.VariantMissing
        | CostFlags.VariantTierInherited | CostFlags.PartialUsage | CostFlags.UsageAggregated | CostFlags.RateAssumed;

    /// <summary>Calculates the list price.</summary>
    /// <remarks>
    /// <c>lines</c>: receives the explanation; <see langword="null"/> on the way of a call, which then allocates
    /// nothing.
    /// </remarks>
    public static CostResult Calculate(
        PriceSheet sheet,
        in CallContext call,
        in TokenCounts tokens,
        IReadOnlyList<UsageMeter> meters,
        CostFlags known = CostFlags.None,
        List<CostLine>? lines = null)
    {
        switch (sheet.Declared)
        {
            case PriceDeclaration.Unpriced: return new CostResult(CostStatus.Unpriced, null, 0, 0, known, null);
            case PriceDeclaration.Included: return new CostResult(CostStatus.Included, null, 0, 0, known, null);
            case PriceDeclaration.Free: return new CostResult(CostStatus.Free, 0, 0, 0, known, null);
            case PriceDeclaration.DeclaredZero:
                return new CostResult(CostStatus.DeclaredZero, 0, 0, 0, known | CostFlags.DeclaredZero, null);
        }

        if (sheet.Select(call) is not { } card) return new CostResult(CostStatus.Unpriced, null, 0, 0, known, null);

        bool isText = lines is null && sheet.IsCardAlone && PieceMeters.CountOf(meters) == 0;
        if (isText && card.Whole is { } rates)
        {
            CostFlags flags = call.Tier is not null && !card.IsTierVariant ? known | CostFlags.VariantMissing : known;
            if (rates.TryCost(tokens, ref flags, out TextCost cost)) return Finish(card, flags, cost);
        }

        return CalculateCells(sheet, card, call, tokens, meters, known, lines);
    }

    private static CostResult CalculateCells(
        PriceSheet sheet,
        SheetCard card,
        in CallContext call,
        in TokenCounts tokens,
        IReadOnlyList<UsageMeter> meters,
        CostFlags known,
        List<CostLine>? lines)
    {
        UsageCells cells = UsageCells.Cut(tokens, meters);
        decimal factor = sheet.Multipliers.IsEmpty ? 1 : sheet.FactorOf(call);
        var sum = new CostSum { Flags = known | cells.Flags, Lines = lines, Factor = factor, HasFactor = factor != 1 };
        if (call.Tier is not null && !card.IsTierVariant) sum.Flags |= CostFlags.VariantMissing;
        if (sheet.Deprecated is { } end && DateOnly.FromDateTime(call.At.UtcDateTime) >= end)
        {
            sum.Flags |= CostFlags.Deprecated;
        }

        Add(card, cells, meters, ref sum, isAddOn: false);
        ImmutableArray<SheetCard> addOns = sheet.AddOns;
        for (int i = 0; i < addOns.Length; i++) Add(addOns[i], cells, meters, ref sum, isAddOn: true);
        return Finish(sheet, card, sum);
    }

    private static void Add(
        SheetCard card, in UsageCells cells, IReadOnlyList<UsageMeter> meters, ref CostSum sum, bool isAddOn)
    {
        for (uint used = cells.Used; used != 0; used &= used - 1)
        {
            int meter = BitOperations.TrailingZeroCount(used);
            sum.Add(card, meter, cells[meter], cells, isAddOn);
        }

        if (card[(int)Meter.Requests].Rate is not null) sum.Add(card, (int)Meter.Requests, 1, cells, isAddOn);
        int stated = PieceMeters.CountOf(meters);
        for (int i = 0; i < stated; i++)
        {
            UsageMeter used = meters[i];
            if (!PieceMeters.TryGet(used.Name, out Meter piece)) continue;

            decimal quantity = PieceMeters.QuantityOf(piece, meters, used.Quantity);
            if (quantity > 0) sum.Add(card, (int)piece, quantity, cells, isAddOn);
        }
    }

    private static CostResult Finish(SheetCard card, CostFlags flags, in TextCost cost) => new(
        (flags & Estimating) != 0 ? CostStatus.Estimated : CostStatus.Priced, cost.Usd, cost.InputUsd, cost.OutputUsd,
        flags, card.Name);

    private static CostResult Finish(PriceSheet sheet, SheetCard card, in CostSum sum)
    {
        CostStatus status = sum switch
        {
            { Missing: > 0, Priced: 0 } => CostStatus.Unpriced,
            { Missing: > 0 } => CostStatus.Partial,
            _ when sheet.IsPartial => CostStatus.Partial,
            _ when (sum.Flags & Estimating) != 0 => CostStatus.Estimated,
            _ => CostStatus.Priced,
        };
        return new CostResult(
            status, status == CostStatus.Unpriced ? null : sum.Usd, sum.InputUsd, sum.OutputUsd, sum.Flags, card.Name);
    }
}
