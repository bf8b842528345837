namespace TokenUsage;

/// <summary>A subscriber of the feed; disposing it ends the subscription.</summary>
public interface IFeedSubscription : IAsyncDisposable
{
    /// <summary>Gets what this subscriber has seen and lost so far.</summary>
    FeedSubscriberStatistics Statistics { get; }
}
