namespace TokenUsage.Testing;

/// <summary>Subscribes to a feed and keeps what it is told. Dispose it to leave.</summary>
public sealed class FeedCollector : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<FeedEvent> _events = [];
    private readonly IFeedSubscription _subscription;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Subscribes.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="options">Which events; by default all but started calls.</param>
    public FeedCollector(IUsageFeed feed, FeedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(feed);
        _subscription = feed.Subscribe(options ?? new FeedOptions { Name = nameof(FeedCollector) }, Keep);
    }

    /// <summary>Gets the events so far, in the order of their numbers.</summary>
    public IReadOnlyList<FeedEvent> Events
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    /// <summary>Waits until this many events are there.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait: give it the time limit of the test.</param>
    /// <returns>All events.</returns>
    public async Task<IReadOnlyList<FeedEvent>> WaitForAsync(int count, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_events.Count >= count) return [.. _events];
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the subscription.</summary>
    public ValueTask DisposeAsync() => _subscription.DisposeAsync();

    private ValueTask Keep(FeedEvent item, CancellationToken cancellationToken)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _events.Add(item);
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
        return default;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
