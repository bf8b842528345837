namespace TokenUsage.Caching;

/// <summary>Lets those who ask for the same value at the same time wait for one making of it.</summary>
internal sealed class SingleFlight
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CacheFlight> _flights = new(StringComparer.Ordinal);

    /// <summary>Makes a value, or waits for the one that is being made.</summary>
    /// <param name="key">What the values have in common.</param>
    /// <param name="create">Makes the value. Its token is cancelled when nobody waits any more.</param>
    /// <param name="onJoin">Is told whether somebody else is making it already.</param>
    /// <param name="cancellationToken">Ends this caller's wait, and nobody else's.</param>
    public async Task<T> RunAsync<T>(
        string key, Func<CancellationToken, Task<T>> create, Action<bool> onJoin, CancellationToken cancellationToken)
        where T : class
    {
        CacheFlight? flight;
        bool isOurs;
        lock (_lock)
        {
            isOurs = !_flights.TryGetValue(key, out flight);
            if (isOurs) _flights[key] = flight = new CacheFlight();
            flight!.Join();
        }

        onJoin(!isOurs);
        try
        {
            // Outside of the lock: what runs before the first await is the user's code, too.
            if (isOurs) _ = RunAsync(key, flight, create);
            return (T)await flight.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    private async Task RunAsync<T>(string key, CacheFlight flight, Func<CancellationToken, Task<T>> create)
        where T : class
    {
        await flight.RunAsync(create).ConfigureAwait(false);
        lock (_lock) Forget(key, flight);
        flight.Dispose();
    }

    private void Leave(string key, CacheFlight flight)
    {
        bool isDeserted;
        lock (_lock)
        {
            isDeserted = flight.Leave();
            if (isDeserted) Forget(key, flight);
        }

        if (isDeserted) flight.Stop();
    }

    private void Forget(string key, CacheFlight flight)
    {
        if (_flights.GetValueOrDefault(key) == flight) _flights.Remove(key);
    }
}
