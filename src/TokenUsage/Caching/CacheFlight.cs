namespace TokenUsage.Caching;

/// <summary>A value that is being made, for all who wait for it. Guarded by the lock of <see cref="SingleFlight"/>.</summary>
internal sealed class CacheFlight : IDisposable
{
    private readonly TaskCompletionSource<object> _value = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private int _waiting;

    public Task<object> Value => _value.Task;

    public void Join() => _waiting++;

    /// <summary>Leaves.</summary>
    /// <returns>Whether nobody is left, though the value is not there yet.</returns>
    public bool Leave() => --_waiting == 0 && !_value.Task.IsCompleted;

    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The value came at this very moment.
        }
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Makes the value. Never throws: a fault goes to those who wait.</summary>
    public async Task RunAsync<T>(Func<CancellationToken, Task<T>> create)
        where T : class
    {
        try
        {
            _value.TrySetResult(await create(_stop.Token).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            _value.TrySetException(exception);
            _ = _value.Task.Exception; // seen: whoever waited may have left
        }
    }
}
