using System.Collections.Immutable;

namespace TokenUsage.Pricing.Schema;

/// <summary>An amount in US dollars for so many units, as it is published: 0.111 per 3,600 seconds.</summary>
/// <remarks>Never divided in advance: 0.111 ÷ 3600 × 3600 is not 0.111.</remarks>
internal sealed record Rate(decimal Amount, decimal Per)
{
    /// <summary>By rising threshold.</summary>
    public ImmutableArray<Tier> Tiers { get; init; } = [];

    /// <summary>The least that is billed when anything is used.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The step that quantities are rounded up to.</summary>
    public decimal? Increment { get; init; }

    /// <summary>The most that is billed for one request.</summary>
    public decimal? Cap { get; init; }

    /// <summary>Rates of one group bill the same thing: only the first with usage counts, in the order of the meters.</summary>
    public string? Alternative { get; init; }

    public Rate Times(decimal factor) => this with
    {
        Amount = Amount * factor,
        Tiers = [.. Tiers.Select(tier => tier with { Amount = tier.Amount * factor })],
    };
}
