using TokenUsage.Pricing.Names;

namespace TokenUsage.Pricing;

/// <summary>The user's word on what a name means: a deployment, an application profile, a gateway's route.</summary>
/// <remarks>
/// <c>Name</c>: the name as the call has it; a <c>*</c> at either end stands for anything.
/// <c>Provider</c>: the provider to price it as; <see langword="null"/> for the call's own.
/// <c>Tenant</c>: whose calls it is for; <see langword="null"/> for all.
/// </remarks>
internal sealed record ModelMap(
    NameRule Name, string? Provider, string Model, IReadOnlyDictionary<string, string>? Attributes = null,
    string? Tenant = null);
