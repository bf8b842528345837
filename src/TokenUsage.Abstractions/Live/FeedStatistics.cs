namespace TokenUsage;

/// <summary>What the feed has done since the process started.</summary>
public sealed record FeedStatistics
{
    /// <summary>Gets the events told.</summary>
    public long Published { get; init; }

    /// <summary>Gets the events handed to subscribers, each counted once a subscriber.</summary>
    public long Delivered { get; init; }

    /// <summary>Gets the events lost by slow subscribers, also by those that have gone.</summary>
    public long Lost { get; init; }

    /// <summary>Gets how often a handler or a condition of a subscriber threw.</summary>
    public long Faults { get; init; }

    /// <summary>Gets the subscribers of now.</summary>
    public IReadOnlyList<FeedSubscriberStatistics> Subscribers { get; init; } = [];
}
