using TokenUsage.Pricing.Names;

namespace TokenUsage.Pricing;

/// <summary>One catalogue among those in force.</summary>
/// <remarks>
/// <c>IsRefreshed</c>: whether it is another copy of the public prices, and no decision of the user. A copy without
/// dates states today's prices, so that it leaves the history and the announced prices of the layers below alone.
/// <c>Tenant</c>: whose calls it is for; <see langword="null"/> for all.
/// </remarks>
internal sealed record PriceLayer(CatalogIndex Index, bool IsRefreshed, DateTimeOffset AsOf, string? Tenant = null);
