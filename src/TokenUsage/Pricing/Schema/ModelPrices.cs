using System.Collections.Immutable;
using TokenUsage.Pricing.Calculation;
using TokenUsage.Pricing.Names;

namespace TokenUsage.Pricing.Schema;

/// <summary>What one provider asks for one model.</summary>
internal sealed class ModelPrices
{
    private PriceSheet? _sheet;

    /// <summary>The provider's own name for the model.</summary>
    public required string Id { get; init; }

    /// <summary>What else the model is called; exact names and patterns.</summary>
    public ImmutableArray<NameRule> Names { get; init; } = [];

    /// <summary>What the model is for, in the source's word: <c>chat</c>, <c>embedding</c>, <c>image_generation</c>.</summary>
    public string? Kind { get; init; }

    public PriceDeclaration Declared { get; init; }

    public required ImmutableArray<RateCard> Cards { get; init; }

    public ImmutableArray<Multiplier> Multipliers { get; init; } = [];

    public ImmutableArray<AddOn> AddOns { get; init; } = [];

    public long? ContextWindow { get; init; }

    public long? MaxOutput { get; init; }

    public DateOnly? Deprecated { get; init; }

    /// <summary>Where the figures come from, and what is doubtful about them.</summary>
    public string? Note { get; init; }

    /// <summary>Whether a part of the source's entry was left out, so that a sum may lack something.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The same prices, arranged for calculating. Made at the first call: most models are never used.</summary>
    public PriceSheet Sheet => _sheet ??= PriceSheet.Arrange(this);

    public bool CostsTheSameAs(ModelPrices other) =>
        Declared == other.Declared && Cards.Length == other.Cards.Length
        && Cards.Zip(other.Cards).All(pair => pair.First.CostsTheSameAs(pair.Second));

    public ModelPrices With(ImmutableArray<RateCard> cards) => new()
    {
        Id = Id,
        Names = Names,
        Kind = Kind,
        Declared = Declared,
        Cards = cards,
        Multipliers = Multipliers,
        AddOns = AddOns,
        ContextWindow = ContextWindow,
        MaxOutput = MaxOutput,
        Deprecated = Deprecated,
        Note = Note,
        IsPartial = IsPartial,
    };
}
