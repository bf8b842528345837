using System.Collections.Immutable;

namespace TokenUsage.Pricing.Import;

/// <summary>What an import brought, and what it left out.</summary>
/// <remarks>
/// <c>Entries</c>: the entries that the file holds.
/// <c>Models</c>: the models that can be priced, or are known to have no price.
/// <c>UnknownKeys</c>: keys that look like prices and are not understood, with one model each.
/// </remarks>
internal sealed record ImportReport(
    string Format,
    int Entries,
    int Models,
    ImmutableArray<QuarantinedPrice> Quarantined,
    ImmutableArray<string> UnknownKeys)
{
    /// <summary>Entries that say of a model what another entry has said already, under another spelling.</summary>
    public int Repeated => Entries - Models - QuarantinedModels;

    public int QuarantinedModels => Quarantined.Count(price => price.WholeModel);
}
