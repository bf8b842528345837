namespace TokenUsage.Pricing;

/// <summary>A model whose calls have no known price.</summary>
public sealed record UnpricedModel
{
    /// <summary>Gets the provider, as the calls name it.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model, as the provider's answers name it.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the price lists that do not know it.</summary>
    public required string PriceVersion { get; init; }
}
