using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace TokenUsage.Caching;

/// <summary>Holds values in a <see cref="MemoryCache"/> without its size limit, which would refuse the new value when full.</summary>
internal sealed class MemoryCacheStorage : ICacheStorage, IDisposable
{
    private readonly MemoryCache _cache = new(Options.Create(new MemoryCacheOptions()));

    public bool TryGet(string key, out object? value) => _cache.TryGetValue(key, out value);

    public void Set(string key, object value)
    {
        using ICacheEntry entry = _cache.CreateEntry(key);
        entry.Value = value;
        entry.Priority = CacheItemPriority.NeverRemove; // the order above decides
    }

    public void Remove(string key) => _cache.Remove(key);

    public void Dispose() => _cache.Dispose();
}
