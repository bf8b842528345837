namespace TokenUsage.Pricing.Tenants;

/// <summary>A list price after a tenant's agreements.</summary>
/// <param name="Net">What is paid to the provider.</param>
/// <param name="Billed">What the tenant is charged.</param>
internal readonly record struct AdjustedPrice(decimal Net, decimal Billed);
