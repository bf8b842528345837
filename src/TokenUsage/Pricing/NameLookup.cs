using System.Collections.Immutable;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing;

/// <summary>Looks one name up in all layers and joins what they say.</summary>
internal sealed class NameLookup(ImmutableArray<PriceLayer> layers)
{
    private const string HostMark = "host:";
    private const string AnyProxy = "litellm";

    public ResolvedModel? Find(string provider, string model, string how, CostFlags flags)
    {
        if (provider.Equals(AnyProxy, StringComparison.OrdinalIgnoreCase) && SplitProxied(model) is { } named)
        {
            return Find(named.Provider, named.Model, how, flags);
        }

        var hits = new List<(PriceLayer Layer, CatalogHit Hit)>();
        foreach (PriceLayer layer in layers)
        {
            if (FindIn(layer.Index, provider, model, ref flags) is { } hit) hits.Add((layer, hit));
        }

        if (hits.Count == 0) return null;
        AddByCanonicalName(hits);
        return Join(hits, how, flags);
    }

    private (string Provider, string Model)? SplitProxied(string model)
    {
        int slash = model.IndexOf('/');
        if (slash <= 0) return null;

        string provider = model[..slash];
        return layers.Any(layer => layer.Index.FindProvider(provider) is not null)
            ? (provider, model[(slash + 1)..])
            : null;
    }

    private static CatalogHit? FindIn(CatalogIndex index, string provider, string model, ref CostFlags flags)
    {
        ProviderIndex? owner;
        if (provider.StartsWith(HostMark, StringComparison.Ordinal))
        {
            owner = index.FindByHost(provider[HostMark.Length..]);
        }
        else if (provider.Length == 0 || provider.Equals(AnyProxy, StringComparison.OrdinalIgnoreCase))
        {
            owner = index.FindOwner(model);
            if (owner is not null) flags |= CostFlags.ProviderAssumed;
        }
        else
        {
            // A provider that is named and not known stays unpriced: a guess would be somebody else's price.
            owner = index.FindProvider(provider);
        }

        return owner is null ? null : index.Find(owner, model);
    }

    // A layer that does not understand the raw name may know the model by the id that another layer found.
    private void AddByCanonicalName(List<(PriceLayer Layer, CatalogHit Hit)> hits)
    {
        (_, CatalogHit found) = hits[0];
        if (hits.Count == layers.Length || (found.Flags & CostFlags.FallbackProvider) != 0) return;

        foreach (PriceLayer layer in layers)
        {
            if (hits.Exists(hit => hit.Layer == layer)) continue;
            if (layer.Index.FindProvider(found.Provider) is not { } provider) continue;
            if (layer.Index.Find(provider, found.Model.Id) is { Flags: CostFlags.None } hit) hits.Add((layer, hit));
        }

        hits.Sort((left, right) => layers.IndexOf(left.Layer).CompareTo(layers.IndexOf(right.Layer)));
    }

    private static ResolvedModel Join(List<(PriceLayer Layer, CatalogHit Hit)> hits, string how, CostFlags flags)
    {
        (_, CatalogHit top) = hits[0];
        ModelPrices model = hits[^1].Hit.Model;
        string version = hits[^1].Hit.Index.Catalog.Version;
        for (int i = hits.Count - 2; i >= 0; i--)
        {
            (PriceLayer layer, CatalogHit hit) = hits[i];
            model = PriceMerge.Over(hit.Model, model, layer);
            version = $"{hit.Index.Catalog.Version}+{version}";
        }

        string name = $"{top.Provider}/{top.Model.Id}";
        string[] steps = [.. new[] { how, top.How }.Where(step => step.Length > 0)];
        string match = steps.Length == 0 ? name : $"{name} ({string.Join(", ", steps)})";
        return new ResolvedModel(model, top.Provider, top.Model.Id, match, version, flags | top.Flags);
    }
}
