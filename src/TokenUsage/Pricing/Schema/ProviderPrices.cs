using System.Collections.Immutable;
using TokenUsage.Pricing.Names;

namespace TokenUsage.Pricing.Schema;

/// <summary>The models of one provider.</summary>
internal sealed class ProviderPrices
{
    public required string Id { get; init; }

    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Hosts whose names end so belong to the provider.</summary>
    public ImmutableArray<string> HostSuffixes { get; init; } = [];

    /// <summary>Recognises the provider's addresses; imported catalogues only.</summary>
    public NameRule? AddressMatch { get; init; }

    /// <summary>Recognises further names of the provider; imported catalogues only.</summary>
    public NameRule? ProviderMatch { get; init; }

    /// <summary>Recognises a model that was named without its provider; imported catalogues only.</summary>
    public NameRule? ModelMatch { get; init; }

    /// <summary>Providers asked when this one does not list a model.</summary>
    public ImmutableArray<FallbackRule> Fallbacks { get; init; } = [];

    public required ImmutableArray<ModelPrices> Models { get; init; }

    public ProviderPrices With(ImmutableArray<ModelPrices> models) => new()
    {
        Id = Id,
        Aliases = Aliases,
        HostSuffixes = HostSuffixes,
        AddressMatch = AddressMatch,
        ProviderMatch = ProviderMatch,
        ModelMatch = ModelMatch,
        Fallbacks = Fallbacks,
        Models = models,
    };
}
