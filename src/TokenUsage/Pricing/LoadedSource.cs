using TokenUsage.Pricing.Import;

namespace TokenUsage.Pricing;

/// <summary>A price source and what it last gave.</summary>
internal sealed class LoadedSource(IPriceSource source)
{
    public IPriceSource Source => source;

    /// <summary>What is in force; <see langword="null"/> until the source has given something usable.</summary>
    public ImportedCatalog? Loaded { get; set; }

    public DateTimeOffset LoadedAt { get; set; }

    /// <summary>The last fault, which is logged once and not at each look.</summary>
    public string? Fault { get; set; }

    public bool IsStaleReported { get; set; }
}
