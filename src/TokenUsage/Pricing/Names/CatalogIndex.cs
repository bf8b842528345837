using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Names;

/// <summary>Finds providers and models in one catalogue.</summary>
internal sealed class CatalogIndex
{
    private readonly Dictionary<string, ProviderIndex> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ProviderIndex> _providers = [];

    public CatalogIndex(PriceCatalog catalog)
    {
        Catalog = catalog;
        foreach (ProviderPrices provider in catalog.Providers)
        {
            var index = new ProviderIndex(provider, catalog.OwnNamesOnly);
            _providers.Add(index);
            _byName.TryAdd(provider.Id, index);
        }

        foreach (ProviderIndex index in _providers)
        {
            foreach (string alias in index.Provider.Aliases) _byName.TryAdd(alias, index);
        }
    }

    public PriceCatalog Catalog { get; }

    /// <summary>Finds a provider: by its id, by the name we know it under, by the catalogue's own rule.</summary>
    public ProviderIndex? FindProvider(string provider)
    {
        string trimmed = provider.Trim();
        if (_byName.TryGetValue(trimmed, out ProviderIndex? index)) return index;
        if (_byName.TryGetValue(ProviderNames.Canonical(trimmed), out index)) return index;
        return _providers.Find(candidate =>
            candidate.Provider.ProviderMatch?.Matches(trimmed) == true);
    }

    /// <summary>Finds the provider of a host; an address is accepted too, for catalogues whose rules want one.</summary>
    public ProviderIndex? FindByHost(string hostOrAddress)
    {
        string host = Uri.TryCreate(hostOrAddress, UriKind.Absolute, out Uri? address) && address.Host.Length > 0
            ? address.Host
            : hostOrAddress;
        ProviderIndex? own = _providers.Find(candidate =>
            candidate.Provider.AddressMatch?.Matches(hostOrAddress) == true
            || candidate.Provider.HostSuffixes.Any(suffix => ProviderNames.IsUnder(host, suffix)));
        return own ?? (ProviderNames.OfHost(host) is { } provider ? FindProvider(provider) : null);
    }

    /// <summary>Finds the provider that a name without one belongs to.</summary>
    public ProviderIndex? FindOwner(string model)
    {
        string trimmed = model.Trim();
        ProviderIndex? own = _providers.Find(candidate =>
            candidate.Provider.ModelMatch?.Matches(trimmed) == true);
        if (own is not null || Catalog.OwnNamesOnly) return own;

        return ProviderNames.OfOwner(trimmed) is { } owner ? FindProvider(owner) : null;
    }

    /// <summary>Finds a model of a provider, or of one that lends it prices.</summary>
    public CatalogHit? Find(ProviderIndex provider, string model)
    {
        List<NameCandidate> readings = ModelNames.Read(ProviderNames.Canonical(provider.Provider.Id), model);
        if (provider.Find(readings) is { } own)
        {
            return new CatalogHit(this, provider.Provider.Id, own.Model, own.How, own.Flags);
        }

        foreach (FallbackRule fallback in provider.Provider.Fallbacks)
        {
            // One step only: the lender's own lenders are not asked.
            if (!readings.Exists(reading => fallback.Covers(reading.Name))) continue;
            if (FindProvider(fallback.Provider)?.Find(readings) is not { } lent) continue;
            return new CatalogHit(
                this, fallback.Provider, lent.Model, "fallback", lent.Flags | CostFlags.FallbackProvider);
        }

        return null;
    }
}
