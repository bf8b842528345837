namespace TokenUsage.Storage;

/// <summary>Leases among the parts of one process.</summary>
/// <remarks>Each instance is a holder; those that share a table see each other's leases.</remarks>
internal sealed class InMemoryLeaseStore(InMemoryLeaseStore? sharedWith, TimeProvider time) : ILeaseStore
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Entry> _leases = sharedWith?._leases ?? new(StringComparer.Ordinal);

    public ValueTask<IAsyncDisposable?> TryAcquireAsync(
        string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, Shortest);
        cancellationToken.ThrowIfCancellationRequested();

        DateTimeOffset now = time.GetUtcNow();
        lock (_leases)
        {
            bool isHeld = _leases.TryGetValue(name, out Entry? held) && held.Due > now;
            if (isHeld && held!.Holder != this) return new((IAsyncDisposable?)null);

            long term = isHeld ? held!.Term : (held?.Term ?? 0) + 1;
            _leases[name] = new Entry(this, term, now + duration);
            return new(new Lease(this, name, term));
        }
    }

    private void Release(string name, long term)
    {
        lock (_leases)
        {
            // By its term: who was paused past its lease releases nothing of its successor's.
            if (_leases.TryGetValue(name, out Entry? held) && held.Holder == this && held.Term == term)
                _leases[name] = held with { Due = DateTimeOffset.MinValue };
        }
    }

    private sealed record Entry(InMemoryLeaseStore Holder, long Term, DateTimeOffset Due);

    private sealed class Lease(InMemoryLeaseStore store, string name, long term) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            store.Release(name, term);
            return default;
        }
    }
}
