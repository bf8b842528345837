namespace TokenUsage;

/// <summary>Tells what happens, as it happens.</summary>
/// <remarks>
/// Every subscriber has a bounded buffer of its own and sees events in the order of their numbers. One that is slow loses
/// events by the rule it chose, one that throws is counted; neither is noticed by others, nor by any call.
/// </remarks>
public interface IUsageFeed
{
    /// <summary>Gets what the feed and its subscribers have done so far.</summary>
    FeedStatistics Statistics { get; }

    /// <summary>Says whether anybody subscribes to events of this kind, so that costly ones need not be made for nobody.</summary>
    bool IsWanted(FeedEventKind kind);

    /// <summary>Tells an event. Never blocks and never throws; its number and a missing time are filled in.</summary>
    void Publish(FeedEvent item);

    /// <summary>Calls a handler for each event, one after the other, until the subscription is disposed.</summary>
    /// <param name="options">Which events, and how fast.</param>
    /// <param name="handler">Is called off the callers' path. An exception is logged and counted, and it goes on.</param>
    IFeedSubscription Subscribe(FeedOptions options, Func<FeedEvent, CancellationToken, ValueTask> handler);

    /// <summary>Reads events as they happen.</summary>
    /// <param name="options">Which events, and how fast; by default all of them at once.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Events without end, unless <see cref="SlowSubscriberRule.Disconnect"/> was chosen and met.</returns>
    IAsyncEnumerable<FeedEvent> ReadAsync(
        FeedOptions? options = null, CancellationToken cancellationToken = default);
}
