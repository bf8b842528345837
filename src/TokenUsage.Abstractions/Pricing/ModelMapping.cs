namespace TokenUsage.Pricing;

/// <summary>Says which model a name stands for.</summary>
public sealed record ModelMapping
{
    /// <summary>Gets the name as calls have it; a <c>*</c> at its beginning or end stands for anything.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the model whose prices hold.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the provider whose prices hold.</summary>
    /// <value><see langword="null"/> keeps the call's own. That is the default.</value>
    public string? Provider { get; init; }

    /// <summary>Gets the tenant for whose calls the name means that, compared with <see cref="UsageDimensions.Project"/>.</summary>
    /// <value><see langword="null"/> is for every tenant; a tenant's own mapping comes first. That is the default.</value>
    public string? Tenant { get; init; }

    /// <summary>Gets what else the price depends on: <c>geo</c>, <c>region</c>, <c>quality</c>.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
