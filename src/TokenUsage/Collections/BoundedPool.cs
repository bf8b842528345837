using System.Collections.Concurrent;

namespace TokenUsage.Collections;

/// <summary>Keeps a limited number of idle objects for reuse. Safe for concurrent use.</summary>
internal sealed class BoundedPool<T>(int capacity)
    where T : class, new()
{
    private readonly ConcurrentQueue<T> _idle = new();

    // One slot beside the queue: with one caller at a time, rent and return are one exchange each.
    private T? _next;
    private int _count;

    /// <summary>Takes an idle object, or makes one.</summary>
    public T Rent()
    {
        if (Interlocked.Exchange(ref _next, null) is { } next) return next;
        if (!_idle.TryDequeue(out T? idle)) return new T();

        Interlocked.Decrement(ref _count);
        return idle;
    }

    /// <summary>Gives an object back; beyond the capacity it is left to the garbage collector.</summary>
    public void Return(T item)
    {
        if (Interlocked.CompareExchange(ref _next, item, null) is null) return;
        if (Volatile.Read(ref _count) >= capacity) return;

        Interlocked.Increment(ref _count);
        _idle.Enqueue(item);
    }
}
