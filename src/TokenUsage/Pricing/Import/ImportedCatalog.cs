using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>A catalogue and the account of its import.</summary>
internal sealed record ImportedCatalog(PriceCatalog Catalog, ImportReport Report);
