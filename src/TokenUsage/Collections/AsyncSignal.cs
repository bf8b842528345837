namespace TokenUsage.Collections;

/// <summary>Wakes one waiter. Setting it twice before it is reset is setting it once.</summary>
/// <remarks>The waiter resets, then checks its condition, then waits: so no signal given in between is lost.</remarks>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _source = NewSource();

    /// <summary>Gets a task that completes at the next signal, or is complete when there was one since the reset.</summary>
    public Task Signalled => Volatile.Read(ref _source).Task;

    /// <summary>Wakes the waiter. Never runs its code on the calling thread.</summary>
    public void Set() => Volatile.Read(ref _source).TrySetResult();

    /// <summary>Forgets the signals given so far. For the waiter only.</summary>
    public void Reset()
    {
        if (Signalled.IsCompleted) Interlocked.Exchange(ref _source, NewSource());
    }

    /// <summary>Completes what everybody waits for, and begins anew: for many waiters that check a condition again.</summary>
    public void Pulse() => Exchange().TrySetResult();

    /// <summary>Begins anew and hands out what everybody waits for, to be completed when it is true.</summary>
    public TaskCompletionSource Exchange() => Interlocked.Exchange(ref _source, NewSource());

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
