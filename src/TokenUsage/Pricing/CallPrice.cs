using TokenUsage.Pricing.Schema;
using TokenUsage.Recording;

namespace TokenUsage.Pricing;

/// <summary>What one call cost.</summary>
internal readonly struct CallPrice
{
    public CostStatus Status { get; init; }

    /// <summary>What is paid, after discounts; <see langword="null"/> when it is not known, never 0 for that.</summary>
    public decimal? Usd { get; init; }

    public decimal? InputUsd { get; init; }

    public decimal? OutputUsd { get; init; }

    public decimal? ListUsd { get; init; }

    public decimal? BilledUsd { get; init; }

    /// <summary>The version of the price list.</summary>
    public string? Version { get; init; }

    /// <summary>How the name led to the price: <c>openai/gpt-4o (dated)</c>.</summary>
    public string? Match { get; init; }

    public CostFlags Flags { get; init; }

    /// <summary>The card that was used: <c>standard</c>, <c>batch</c>, <c>peak</c>.</summary>
    public string? Card { get; init; }

    /// <summary>Writes the cost into a record under way, without an object for it.</summary>
    public void WriteTo(UsageEntry entry)
    {
        entry.CostStatus = Status;
        entry.Usd = Usd;
        entry.InputUsd = InputUsd;
        entry.OutputUsd = OutputUsd;
        entry.ListUsd = ListUsd;
        entry.BilledUsd = BilledUsd;
        entry.PriceVersion = Version;
        entry.PriceMatch = Match;
    }

    public Cost ToCost() => new()
    {
        Status = Status,
        Usd = Usd,
        InputUsd = InputUsd,
        OutputUsd = OutputUsd,
        ListUsd = ListUsd,
        BilledUsd = BilledUsd,
        PriceVersion = Version,
        PriceMatch = Match,
    };
}
