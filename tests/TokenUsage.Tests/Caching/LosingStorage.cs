using System.Collections.Concurrent;
using TokenUsage.Caching;

namespace TokenUsage.Tests.Caching;

internal sealed class LosingStorage : ICacheStorage
{
    private readonly ConcurrentDictionary<string, object> _values = new(StringComparer.Ordinal);

    public bool TryGet(string key, out object? value) => _values.TryGetValue(key, out value);

    public void Keep(string key, object value) => _values[key] = value;

    public void Remove(string key) => _values.TryRemove(key, out _);

    public void LoseAll() => _values.Clear();
}
