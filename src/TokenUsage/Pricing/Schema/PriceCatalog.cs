using System.Collections.Immutable;

namespace TokenUsage.Pricing.Schema;

/// <summary>A price list as one source states it. Immutable.</summary>
/// <remarks>
/// <c>Id</c>: the source: <c>built-in</c>, <c>litellm</c>, <c>genai-prices</c>, or the user's own word.
/// <c>Version</c>: the source's date and the beginning of its content's hash.
/// <c>AsOf</c>: when the source's figures were read; <see langword="null"/> when it does not say.
/// <c>OwnNamesOnly</c>: whether the source's own matching rules decide alone. Its clauses are written against the
/// raw name; cleaning a name first would find prices that the source means to withhold.
/// </remarks>
internal sealed record PriceCatalog(
    string Id, string Version, DateTimeOffset? AsOf, ImmutableArray<ProviderPrices> Providers,
    bool OwnNamesOnly = false)
{
    public int ModelCount => Providers.Sum(provider => provider.Models.Length);
}
