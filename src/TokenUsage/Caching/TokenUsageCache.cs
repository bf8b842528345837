namespace TokenUsage.Caching;

/// <summary>Remembers values: the least recently used leave first, by number and by bytes.</summary>
/// <remarks>Safe for concurrent use. Values are handed out as they are kept, and so are immutable.</remarks>
public sealed class TokenUsageCache : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CacheOrder _order = new();
    private readonly Dictionary<string, CacheFlight> _flights = new(StringComparer.Ordinal);
    private readonly CacheOptions _options;
    private readonly TimeProvider _time;
    private readonly ICacheStorage _storage;
    private long _hits;
    private long _misses;
    private long _joined;
    private long _evicted;
    private long _expired;

    /// <summary>Makes a cache.</summary>
    /// <param name="options">Its limits.</param>
    /// <param name="time">The clock of its entries' age.</param>
    /// <param name="storage">Where the values are; by default in a <c>MemoryCache</c> of its own.</param>
    public TokenUsageCache(CacheOptions? options = null, TimeProvider? time = null, ICacheStorage? storage = null)
    {
        _options = options ?? new CacheOptions();
        _time = time ?? TimeProvider.System;
        _storage = storage ?? new MemoryCacheStorage();
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
                    Hits = _hits,
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
        ArgumentNullException.ThrowIfNull(key);
        lock (_lock)
        {
            value = Find(key) as T;
            if (value is null) _misses++;
            else _hits++;
            return value is not null;
        }
    }

    /// <summary>Keeps a value in place of an earlier one. One that is larger than the whole cache is not kept.</summary>
    public void Set<T>(string key, T value, CacheEntryOptions? options = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        options ??= new CacheEntryOptions();
        var entry = new CacheEntry(key, options, _time.GetUtcNow() + (options.TimeToLive ?? _options.TimeToLive));
        lock (_lock)
        {
            Drop(key);
            if (entry.Size > _options.MaxBytes) return;
            while (_order.Count >= _options.MaxEntries || _order.Bytes + entry.Size > _options.MaxBytes)
            {
                Drop(_order.Next!.Key);
                _evicted++;
            }

            _order.Add(entry);
            _storage.Set(key, value);
        }
    }

    /// <summary>Finds a value, or makes it: once, however many ask for it at the same time.</summary>
    /// <param name="key">The value's key.</param>
    /// <param name="create">Makes the value. Its token is cancelled when nobody waits any more; a fault is not kept.</param>
    /// <param name="describe">Says how long the value stays, and how large it is.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    public async ValueTask<T> GetOrCreateAsync<T>(
        string key, Func<CancellationToken, Task<T>> create, Func<T, CacheEntryOptions>? describe = null,
        CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(create);
        CacheFlight? flight;
        bool isOurs;
        lock (_lock)
        {
            if (Find(key) is T found)
            {
                _hits++;
                return found;
            }

            isOurs = !_flights.TryGetValue(key, out flight);
            if (isOurs) _flights[key] = flight = new CacheFlight();
            _ = isOurs ? _misses++ : _joined++;
            flight!.Join();
            if (isOurs) flight.Start(token => CreateAsync(key, flight, create, describe, token));
        }

        try
        {
            return (T)await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    /// <summary>Lets go of a value.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key)
    {
        lock (_lock) return Drop(key);
    }

    /// <summary>Lets go of all values with a tag.</summary>
    /// <returns>How many there were.</returns>
    public int ClearTag(string tag)
    {
        lock (_lock) return _order.FindTag(tag).Count(Drop);
    }

    /// <summary>Lets go of all values.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (string key in _order.Keys.ToArray()) Drop(key);
        }
    }

    /// <summary>Lets go of the values and of the storage.</summary>
    public void Dispose() => (_storage as IDisposable)?.Dispose();

    private async Task<object> CreateAsync<T>(
        string key, CacheFlight flight, Func<CancellationToken, Task<T>> create,
        Func<T, CacheEntryOptions>? describe, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            T value = await create(cancellationToken).ConfigureAwait(false);
            Set(key, value, describe?.Invoke(value));
            return value;
        }
        finally
        {
            lock (_lock)
            {
                if (_flights.GetValueOrDefault(key) == flight) _flights.Remove(key);
            }
        }
    }

    private void Leave(string key, CacheFlight flight)
    {
        bool isDeserted;
        lock (_lock)
        {
            isDeserted = flight.Leave() && !flight.Task.IsCompleted;
            if (isDeserted && _flights.GetValueOrDefault(key) == flight) _flights.Remove(key);
        }

        if (isDeserted) flight.Stop();
    }

    private object? Find(string key)
    {
        if (_order.Find(key) is not { } entry) return null;
        if (entry.ExpiresAt <= _time.GetUtcNow())
        {
            _expired++;
            Drop(key);
            return null;
        }

        if (!_storage.TryGet(key, out object? value))
        {
            Drop(key);
            return null;
        }

        _order.Use(key);
        return value;
    }

    private bool Drop(string key)
    {
        if (!_order.Remove(key)) return false;
        _storage.Remove(key);
        return true;
    }
}
