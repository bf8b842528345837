namespace TokenUsage.Pricing;

/// <summary>One price per token, for one model, one provider, one tenant, or everything.</summary>
public sealed record FlatPrice
{
    /// <summary>Gets the model, as the price lists or the calls name it.</summary>
    /// <value><see langword="null"/> is for every model. That is the default.</value>
    public string? Model { get; init; }

    /// <summary>Gets the provider.</summary>
    /// <value><see langword="null"/> is for every provider. That is the default.</value>
    public string? Provider { get; init; }

    /// <summary>Gets the tenant, compared with <see cref="UsageDimensions.Project"/>.</summary>
    /// <value><see langword="null"/> is for every tenant. That is the default.</value>
    public string? Tenant { get; init; }

    /// <summary>Gets what a million input tokens cost, in US dollars.</summary>
    /// <value>From 0 to 1,000; <see langword="null"/> keeps the price list's.</value>
    public decimal? InputPerMillion { get; init; }

    /// <summary>Gets what a million cached input tokens cost, in US dollars.</summary>
    /// <value>From 0 to 1,000; <see langword="null"/> keeps the price list's, or the input's where it has none.</value>
    public decimal? CachedInputPerMillion { get; init; }

    /// <summary>Gets what a million output tokens cost, in US dollars.</summary>
    /// <value>From 0 to 1,000; <see langword="null"/> keeps the price list's.</value>
    public decimal? OutputPerMillion { get; init; }
}
