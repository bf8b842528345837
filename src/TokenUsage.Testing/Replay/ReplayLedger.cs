using System.Collections.Concurrent;

namespace TokenUsage.Testing.Replay;

/// <summary>The provider's own books: every request that arrived whole, and every one that it bills.</summary>
public sealed class ReplayLedger
{
    private readonly ConcurrentQueue<BilledAttempt> _billed = new();
    private int _requests;

    /// <summary>Gets how many requests arrived, refused and failed ones included.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Gets what is billed, in the order in which the requests arrived.</summary>
    public IReadOnlyList<BilledAttempt> Billed => [.. _billed];

    internal void Enter(BilledAttempt? billed)
    {
        Interlocked.Increment(ref _requests);
        if (billed is not null) _billed.Enqueue(billed);
    }
}
