using TokenUsage.Pricing.Calculation;
using TokenUsage.Pricing.Schema;
using TokenUsage.Pricing.Tenants;

namespace TokenUsage.Pricing;

/// <summary>Says what a call cost. Never throws; allocates nothing once a name is known.</summary>
internal sealed class CallPricer
{
    private readonly IPriceBooks _books;
    private readonly TenantPricing _tenants;
    private readonly UnpricedLedger _unpriced;

    public CallPricer(IPriceBooks books, TenantPricing tenants, UnpricedLedger unpriced)
    {
        _books = books;
        _tenants = tenants;
        _unpriced = unpriced;
    }

    /// <summary>Prices a call that was made. One without a price is counted, and told of once a model.</summary>
    public CallPrice Price(in PricedUsage usage)
    {
        try
        {
            return Price(_books.Current, usage, lines: null, isMade: true);
        }
        catch (Exception exception)
        {
            // A fault in a price must not become a fault of the call: it is said once, and the cost is unknown.
            _unpriced.Failed(exception);
            return new CallPrice { Status = CostStatus.Unpriced };
        }
    }

    /// <summary>Prices a call as it might have been made. That it has no price is news of nobody's calls.</summary>
    public CallPrice Suppose(in PricedUsage usage) => PriceBy(_books.Current, usage);

    /// <summary>Prices by a chosen book, and explains if asked to.</summary>
    public CallPrice PriceBy(PriceBook book, in PricedUsage usage, List<CostLine>? lines = null) =>
        Price(book, usage, lines, isMade: false);

    private CallPrice Price(PriceBook book, in PricedUsage usage, List<CostLine>? lines, bool isMade)
    {
        ResolvedModel model = book.Resolve(
            usage.Provider, usage.Model, usage.RequestedModel, usage.Host, usage.Dimensions.Project);
        bool isShared = OtherModelShare.TryCut(usage, out PricedUsage own, out PricedUsage other);
        CostResult list = isShared
            ? CalculateBoth(book, model, own, other, lines)
            : Calculate(model, usage, lines);
        if (list.Usd is null && usage.StatedCostUsd is null)
        {
            if (isMade && list.Status == CostStatus.Unpriced && HasUsage(usage)) _unpriced.Add(model, usage.Tokens);
            return new CallPrice
            {
                Status = list.Status,
                Version = model.Version,
                Match = model.Match,
                Flags = list.Flags,
                Card = list.Card,
            };
        }

        return Finish(model, usage, list);
    }

    private static CostResult CalculateBoth(
        PriceBook book, ResolvedModel model, in PricedUsage own, in PricedUsage other, List<CostLine>? lines)
    {
        CostResult first = Calculate(model, own, lines);
        ResolvedModel second = book.Resolve(
            other.Provider, other.Model, requested: null, other.Host, other.Dimensions.Project);
        return first.Plus(Calculate(second, other, lines));
    }

    private static CostResult Calculate(ResolvedModel model, in PricedUsage usage, List<CostLine>? lines)
    {
        if (model.Sheet is null || !HasUsage(usage))
        {
            CostStatus status = model.Sheet?.Declared switch
            {
                PriceDeclaration.Free => CostStatus.Free,
                PriceDeclaration.Included => CostStatus.Included,
                _ => CostStatus.Unpriced,
            };
            return new CostResult(status, status == CostStatus.Free ? 0 : null, 0, 0, model.Flags, null);
        }

        string? tier = CallContext.NormalizeTier(usage.ServiceTier);
        PriceFacts facts = usage.Facts.Count == 0 ? default : PriceFacts.Of(usage.Facts);
        var call = new CallContext
        {
            At = usage.At,
            Tier = tier,
            Speed = usage.Speed ?? facts.Speed ?? (tier == CallContext.Fast ? tier : null),
            Geo = usage.Geo ?? facts.Geo,
            Region = usage.Region ?? facts.Region,
            Attributes = usage.Attributes,
            Facts = usage.Facts,
            MappedAttributes = model.Attributes,
        };
        CostFlags flags = usage.Source is UsageSource.Reported ? model.Flags : model.Flags | CostFlags.PartialUsage;
        return CostCalculator.Calculate(model.Sheet, call, usage.Tokens, usage.Meters, flags, lines);
    }

    private CallPrice Finish(ResolvedModel model, in PricedUsage usage, in CostResult list)
    {
        if (usage.StatedCostUsd is null && _tenants.IsEmpty)
        {
            return new CallPrice
            {
                Status = list.Status,
                Usd = list.Usd,
                InputUsd = list.InputUsd,
                OutputUsd = list.OutputUsd,
                ListUsd = list.Usd,
                BilledUsd = list.Usd,
                Version = model.Version,
                Match = model.Match,
                Flags = list.Flags,
                Card = list.Card,
            };
        }

        return Adjust(model, usage, list);
    }

    private CallPrice Adjust(ResolvedModel model, in PricedUsage usage, in CostResult list)
    {
        bool isStated = usage.StatedCostUsd is >= 0;
        decimal? cost = isStated ? usage.StatedCostUsd : list.Usd;
        AdjustedPrice adjusted = _tenants.Adjust(cost ?? 0, model, usage);

        // A stated cost is not split: whatever share were given to the input would be an invention.
        bool isSplit = !isStated && list.Usd is not null;
        decimal share = isSplit && list.Usd is > 0 ? adjusted.Net / list.Usd.Value : 1;
        return new CallPrice
        {
            Status = isStated ? CostStatus.ProviderReported : list.Status,
            Usd = cost is null ? null : adjusted.Net,
            InputUsd = isSplit ? list.InputUsd * share : null,
            OutputUsd = isSplit ? list.OutputUsd * share : null,
            ListUsd = list.Usd,
            BilledUsd = cost is null ? null : adjusted.Billed,
            Version = model.Version,
            Match = model.Match,
            Flags = list.Flags,
            Card = list.Card,
        };
    }

    // The two totals first: comparing all six members costs as much as the multiplication that follows.
    private static bool HasUsage(in PricedUsage usage)
    {
        TokenCounts tokens = usage.Tokens;
        return tokens.Input is not null || tokens.Output is not null || PieceMeters.CountOf(usage.Meters) > 0
            || !tokens.IsEmpty;
    }
}
