using System.Collections.Concurrent;

namespace TokenUsage.Sdk.Tests.Replay;

/// <summary>The provider's own books: every request that arrived whole, and every one that it bills.</summary>
internal sealed class ReplayLedger
{
    private readonly ConcurrentQueue<BilledAttempt> _billed = new();
    private int _requests;

    /// <summary>How many requests arrived, refused and failed ones included.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public IReadOnlyList<BilledAttempt> Billed => [.. _billed];

    public void Enter(BilledAttempt? billed)
    {
        Interlocked.Increment(ref _requests);
        if (billed is not null) _billed.Enqueue(billed);
    }
}
