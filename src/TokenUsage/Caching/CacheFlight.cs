namespace TokenUsage.Caching;

/// <summary>A value that is being made, for all who wait for it. It stops when the last of them has left.</summary>
internal sealed class CacheFlight
{
    private readonly CancellationTokenSource _stop = new();
    private int _waiting;

    public Task<object> Task { get; private set; } = null!;

    public void Start(Func<CancellationToken, Task<object>> create) => Task = create(_stop.Token);

    /// <summary>Joins those who wait. Called under the cache's lock.</summary>
    public void Join() => _waiting++;

    /// <summary>Leaves. Called under the cache's lock.</summary>
    /// <returns>Whether nobody is left.</returns>
    public bool Leave() => --_waiting == 0;

    public void Stop() => _stop.Cancel();
}
