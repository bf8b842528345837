using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A cost by the price list.</summary>
/// <remarks><c>Usd</c>: <see langword="null"/> when nothing could be priced.</remarks>
internal readonly record struct CostResult(
    CostStatus Status, decimal? Usd, decimal InputUsd, decimal OutputUsd, CostFlags Flags, string? Card)
{
    /// <summary>Joins the cost of a part that another model worked on.</summary>
    public CostResult Plus(in CostResult part) => this with
    {
        Status = Join(Status, part.Status),
        Usd = Usd is null ? part.Usd : Usd + (part.Usd ?? 0),
        InputUsd = InputUsd + part.InputUsd,
        OutputUsd = OutputUsd + part.OutputUsd,
        Flags = Flags | part.Flags,
    };

    // The less certain of the two; and a sum of which one part has no price is a part of the sum.
    private static CostStatus Join(CostStatus left, CostStatus right) => (left, right) switch
    {
        _ when left == right => left,
        (CostStatus.Unpriced, _) or (_, CostStatus.Unpriced) => CostStatus.Partial,
        (CostStatus.Partial, _) or (_, CostStatus.Partial) => CostStatus.Partial,
        (CostStatus.Estimated, _) or (_, CostStatus.Estimated) => CostStatus.Estimated,
        _ => CostStatus.Priced,
    };
}
