using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace TokenUsage.Caching;

/// <summary>Remembers values: the least recently used leave first, by number and by bytes.</summary>
/// <remarks>Safe for concurrent use. Values are handed out as they are kept, and so are immutable.</remarks>
public sealed class TokenUsageCache : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CacheOrder _order = new();
    private readonly SingleFlight _flights = new();
    private readonly CacheOptions _options;
    private readonly TimeProvider _time;
    private readonly ICacheStorage? _storage;

    // Finds entries and knows their age. Without its SizeLimit, which would refuse the new entry when full.
    private readonly MemoryCache _index;
    private long _uses; // hits and insertions, numbered: the order's clock
    private long _insertions;
    private long _wrong;
    private long _misses;
    private long _joined;
    private long _evicted;
    private long _expired;
    private long _clearings;

    /// <summary>Makes a cache.</summary>
    /// <param name="options">Its limits.</param>
    /// <param name="time">The clock of its entries' age.</param>
    /// <param name="storage">Where the values are; by default beside their entries in memory.</param>
    public TokenUsageCache(CacheOptions? options = null, TimeProvider? time = null, ICacheStorage? storage = null)
    {
        _options = options ?? new CacheOptions();
        _time = time ?? TimeProvider.System;
        _storage = storage;
        var settings = new MemoryCacheOptions();
        if (_time != TimeProvider.System) settings.Clock = new CacheClock(_time);
        _index = new MemoryCache(Options.Create(settings));
    }

    /// <summary>Gets what the cache has done so far.</summary>
    public CacheStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new CacheStatistics
                {
                    Hits = Interlocked.Read(ref _uses) - _insertions - _wrong,
                    Misses = _misses,
                    Joined = _joined,
                    Evicted = _evicted,
                    Expired = _expired,
                    Entries = _order.Count,
                    Bytes = _order.Bytes,
                };
            }
        }
    }

    /// <summary>Finds a value.</summary>
    public bool TryGet<T>(string key, out T? value)
        where T : class
    {
        value = Find(key) as T;
        if (value is null) Interlocked.Increment(ref _misses);
        return value is not null;
    }

    /// <summary>Keeps a value in place of an earlier one. One that is larger than the whole cache is not kept.</summary>
    public void Set<T>(string key, T value, CacheEntryOptions? options = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        options ??= new CacheEntryOptions();
        object kept = _options.CompressAbove is { } above ? PackedValue.Pack(value, above) : value;
        long size = kept is PackedValue packed ? packed.Size : options.Size ?? PackedValue.SizeOf(kept);
        var entry = new CacheEntry(key, _storage is null ? kept : null, size, options);
        DateTimeOffset expiresAt = _time.GetUtcNow() + (options.TimeToLive ?? _options.TimeToLive);
        lock (_lock)
        {
            Drop(key);
            if (entry.Size > _options.MaxBytes) return;
            while (_order.Count >= _options.MaxEntries || _order.Bytes + entry.Size > _options.MaxBytes)
            {
                Drop(_order.FindNext()!.Key);
                _evicted++;
            }

            _storage?.Keep(key, kept);
            _insertions++;
            entry.LastUse = Interlocked.Increment(ref _uses);
            _order.Add(entry);
            using ICacheEntry place = _index.CreateEntry(key);
            place.Value = entry;
            place.AbsoluteExpiration = expiresAt;
            place.RegisterPostEvictionCallback(OnLeft, this);
        }
    }

    /// <summary>Finds a value, or makes it: once, however many ask for it at the same time.</summary>
    /// <param name="key">The value's key.</param>
    /// <param name="create">
    /// Makes the value. Its token is cancelled when nobody waits any more. A fault is not kept, nor is a value that was
    /// begun before something was let go of.
    /// </param>
    /// <param name="describe">Says how long the value stays, and how large it is.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    public async ValueTask<T> GetOrCreateAsync<T>(
        string key, Func<CancellationToken, Task<T>> create, Func<T, CacheEntryOptions>? describe = null,
        CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(create);
        if (Find(key) is T found) return found;
        return await _flights.RunAsync(key, CreateAsync, CountMiss, cancellationToken).ConfigureAwait(false);

        async Task<T> CreateAsync(CancellationToken token)
        {
            long before = Interlocked.Read(ref _clearings);
            T value = await create(token).ConfigureAwait(false);
            if (before == Interlocked.Read(ref _clearings)) Set(key, value, describe?.Invoke(value));
            return value;
        }
    }

    /// <summary>Lets go of a value.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Interlocked.Increment(ref _clearings);
        lock (_lock) return Drop(key);
    }

    /// <summary>Lets go of all values with a tag.</summary>
    /// <returns>How many there were.</returns>
    public int ClearTag(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        Interlocked.Increment(ref _clearings);
        lock (_lock) return _order.FindTag(tag).Count(Drop);
    }

    /// <summary>Lets go of all values.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _clearings);
        lock (_lock)
        {
            foreach (string key in _order.Keys) Drop(key);
        }
    }

    /// <summary>Lets go of the values.</summary>
    public void Dispose() => _index.Dispose();

    /// <summary>Finds a value that is still right; one that is not counts as not found.</summary>
    internal T? Find<T>(string key, Func<T, bool> isRight)
        where T : class
    {
        if (Find(key) is T found)
        {
            if (isRight(found)) return found;
            lock (_lock) _wrong++;
        }

        return null;
    }

    internal void CountMiss(bool isJoined)
    {
        if (isJoined) Interlocked.Increment(ref _joined);
        else Interlocked.Increment(ref _misses);
    }

    private object? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!_index.TryGetValue(key, out object? place))
        {
            Forget(key);
            return null;
        }

        var entry = (CacheEntry)place!;
        object? value = entry.Value;
        if (_storage is not null && !_storage.TryGet(key, out value))
        {
            lock (_lock) Drop(key);
            return null;
        }

        if (value is null) return null; // it has just left
        entry.LastUse = Interlocked.Increment(ref _uses);
        return value is PackedValue packed ? packed.Unpack() : value;
    }

    // The index forgets by age on its own: what is too old must not stay in memory for the order's sake.
    private static void OnLeft(object key, object? value, EvictionReason reason, object? state)
    {
        if (reason == EvictionReason.Expired) ((TokenUsageCache)state!).Forget((string)key);
    }

    private void Forget(string key)
    {
        lock (_lock)
        {
            if (!_index.TryGetValue(key, out _) && Drop(key)) _expired++;
        }
    }

    private bool Drop(string key)
    {
        if (!_order.Remove(key)) return false;
        _index.Remove(key);
        _storage?.Remove(key);
        return true;
    }
}
