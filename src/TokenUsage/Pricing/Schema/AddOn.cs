using System.Collections.Immutable;

namespace TokenUsage.Pricing.Schema;

/// <summary>Rates that are billed besides the model's own: a router's surcharge.</summary>
internal sealed record AddOn(string Id, ImmutableSortedDictionary<Meter, Rate> Rates);
