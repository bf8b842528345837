namespace TokenUsage;

/// <summary>What one call cost, in US dollars, unrounded.</summary>
public sealed record Cost
{
    /// <summary>Gets a cost of which nothing is known.</summary>
    public static Cost Unpriced { get; } = new() { Status = CostStatus.Unpriced };

    /// <summary>Gets how far the amounts can be trusted.</summary>
    public required CostStatus Status { get; init; }

    /// <summary>Gets what is paid, after discounts; <see langword="null"/> when nothing is known.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Gets the input's part of <see cref="Usd"/>.</summary>
    public decimal? InputUsd { get; init; }

    /// <summary>Gets the output's part of <see cref="Usd"/>.</summary>
    public decimal? OutputUsd { get; init; }

    /// <summary>Gets the cost by the price list, before discounts.</summary>
    public decimal? ListUsd { get; init; }

    /// <summary>Gets what the tenant is charged, after discounts, markups and fees.</summary>
    public decimal? BilledUsd { get; init; }

    /// <summary>Gets the version of the price list that was used.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>Gets how the model's name led to a price: <c>openai/gpt-4o (dated)</c>.</summary>
    public string? PriceMatch { get; init; }
}
