using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing;

/// <summary>All prices in force at one moment, and the names that were looked up in them. Replaced as a whole.</summary>
internal sealed class PriceBook
{
    /// <summary>The most names that are remembered. Beyond it all are forgotten: names are few, or hostile.</summary>
    public const int MaxCachedNames = 4096;

    private readonly ConcurrentDictionary<ModelKey, ResolvedModel> _resolved = new();
    private readonly RecentNames _recent = new();
    private readonly ImmutableArray<ModelMap> _maps;
    private readonly FlatPrices _flat;
    private readonly FrozenSet<string> _tenants;
    private int _cached;

    /// <remarks><c>layers</c> stand from the top: tenants', the application's own, refreshed ones, the built-in one.</remarks>
    public PriceBook(
        ImmutableArray<PriceLayer> layers, ImmutableArray<ModelMap> maps = default, FlatPrices? flat = null)
    {
        Layers = layers;
        _maps = maps.IsDefault ? [] : [.. maps.OrderBy(map => map.Tenant is null)];
        _flat = flat ?? FlatPrices.None;
        _tenants = _flat.Tenants.Concat(layers.Select(layer => layer.Tenant)).Concat(_maps.Select(map => map.Tenant))
            .OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        Version = string.Join(
            '+', layers.Where(layer => layer.Tenant is null).Select(layer => layer.Index.Catalog.Version));
    }

    public ImmutableArray<PriceLayer> Layers { get; }

    public string Version { get; }

    public int CachedNames => Volatile.Read(ref _cached);

    /// <summary>Finds the prices for a call's names.</summary>
    /// <remarks><c>host</c>: the host that was called; asked only when no provider is named.</remarks>
    public ResolvedModel Resolve(
        string provider, string? model, string? requested, string? host = null, string? tenant = null)
    {
        if (tenant is not null && !_tenants.Contains(tenant)) tenant = null; // shares what is known for everybody
        if (provider.Length == 0 && host is { Length: > 0 }) provider = "host:" + host;

        if (_recent.Find(provider, model, requested, tenant) is { } recent) return recent;

        var key = new ModelKey(provider, model, requested, tenant);
        ResolvedModel found = _resolved.TryGetValue(key, out ResolvedModel? known) ? known : Remember(key, Look(key));
        _recent.Keep(key, found);
        return found;
    }

    private ResolvedModel Remember(in ModelKey key, ResolvedModel resolved)
    {
        if (Interlocked.Increment(ref _cached) > MaxCachedNames)
        {
            _resolved.Clear();
            Volatile.Write(ref _cached, 1);
        }

        return _resolved.GetOrAdd(key, resolved);
    }

    private ResolvedModel Look(in ModelKey key)
    {
        ResolvedModel listed = LookInLists(key);
        return _flat.Over(listed, key.Tenant);
    }

    private ResolvedModel LookInLists(in ModelKey key)
    {
        string? tenant = key.Tenant;
        var lookup = new NameLookup([.. Layers.Where(layer => layer.Tenant is null || layer.Tenant == tenant)]);
        ResolvedModel? found = null;
        if (FindMap(key) is { } map)
        {
            found = lookup.Find(map.Provider ?? key.Provider, map.Model, "mapped", CostFlags.MappedByUser);
            if (found is not null) return found with { Attributes = map.Attributes };
        }

        if (key.Model is { Length: > 0 } served) found = lookup.Find(key.Provider, served, "", CostFlags.None);
        if (found is null && key.Requested is { Length: > 0 } asked && asked != key.Model)
        {
            // Nobody says that the model asked for is the one that was served.
            CostFlags flags = key.Model is { Length: > 0 } ? CostFlags.RequestedModel : CostFlags.None;
            found = lookup.Find(key.Provider, asked, "requested", flags);
        }

        string name = key.Model ?? key.Requested ?? "";
        return found ?? new ResolvedModel(null, key.Provider, name, "none", Version, CostFlags.None);
    }

    private ModelMap? FindMap(in ModelKey key)
    {
        foreach (ModelMap map in _maps)
        {
            if (map.Tenant is not null && map.Tenant != key.Tenant) continue;
            if (key.Requested is not null && map.Name.Matches(key.Requested)) return map;
            if (key.Model is not null && map.Name.Matches(key.Model)) return map;
        }

        return null;
    }
}
