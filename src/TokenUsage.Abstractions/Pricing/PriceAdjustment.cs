namespace TokenUsage.Pricing;

/// <summary>An agreement that changes list prices for one tenant, or for all.</summary>
/// <remarks>
/// Applied once to every cost, stated ones included, in this order: discount (giving <see cref="Cost.Usd"/>), markup,
/// fee, minimum (giving <see cref="Cost.BilledUsd"/>). Adjustments that cover the same call multiply; their fees add.
/// </remarks>
public sealed record PriceAdjustment
{
    /// <summary>Gets the tenant, compared with <see cref="UsageDimensions.Project"/>.</summary>
    /// <value><see langword="null"/> covers every call. That is the default.</value>
    public string? Tenant { get; init; }

    /// <summary>Gets the provider as the price list names it: <c>openai</c>, <c>aws</c>.</summary>
    /// <value><see langword="null"/> covers every provider. That is the default.</value>
    public string? Provider { get; init; }

    /// <summary>Gets the model as the price list names it.</summary>
    /// <value><see langword="null"/> covers every model. That is the default.</value>
    public string? Model { get; init; }

    /// <summary>Gets the first instant that is covered.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the first instant that is no longer covered.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets the share of the list price that the provider forgives.</summary>
    /// <value>From 0 to 1; 0.12 is 12 %. The default is 0.</value>
    public decimal Discount { get; init; }

    /// <summary>Gets the share that is charged to the tenant on top.</summary>
    /// <value>0 or more; 0.2 is 20 %. The default is 0.</value>
    public decimal Markup { get; init; }

    /// <summary>Gets what each call costs the tenant besides, in US dollars.</summary>
    /// <value>0 or more. The default is 0.</value>
    public decimal FeePerCallUsd { get; init; }

    /// <summary>Gets the least that a call costs the tenant, in US dollars.</summary>
    /// <value>0 or more. The default is 0.</value>
    public decimal MinimumPerCallUsd { get; init; }

    /// <summary>Says whether the adjustment covers a call.</summary>
    public bool Covers(string? tenant, string provider, string model, DateTimeOffset at) =>
        (Tenant is null || Tenant == tenant)
        && (Provider is null || string.Equals(Provider, provider, StringComparison.OrdinalIgnoreCase))
        && (Model is null || string.Equals(Model, model, StringComparison.OrdinalIgnoreCase))
        && !(at < From) && !(at >= Until);
}
