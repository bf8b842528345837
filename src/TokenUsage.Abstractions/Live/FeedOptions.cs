namespace TokenUsage;

/// <summary>Which events a subscriber sees, and how fast.</summary>
public sealed class FeedOptions
{
    /// <summary>Gets the subscriber's name in statistics and logs.</summary>
    public string Name { get; init; } = "subscriber";

    /// <summary>Gets the kinds of events.</summary>
    /// <value>The default, an empty list, is all but <see cref="FeedEventKind.CallStarted"/>.</value>
    public IReadOnlyList<FeedEventKind> Kinds { get; init; } = [];

    /// <summary>Gets the conditions on the events' dimensions, all of which must hold.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];

    /// <summary>Gets a further condition. It runs while the event is told: it only looks, and does not wait.</summary>
    public Func<FeedEvent, bool>? When { get; init; }

    /// <summary>Gets how often, at most, waiting events are handed over.</summary>
    /// <value>Up to an hour. The default, zero, hands each over at once.</value>
    public TimeSpan Interval { get; init; }

    /// <summary>
    /// Gets what makes waiting events one: of those with the same text only the last is handed over, with the number of all
    /// in <see cref="FeedEvent.Count"/>.
    /// </summary>
    /// <value>The default, <see langword="null"/>, hands over every event.</value>
    public Func<FeedEvent, string>? ConflateBy { get; init; }

    /// <summary>Gets the most events that may wait.</summary>
    /// <value>From 1 to 1,048,576. The default is 1,024.</value>
    public int Capacity { get; init; } = 1024;

    /// <summary>Gets what becomes of an event for which there is no room.</summary>
    /// <value>The default is <see cref="SlowSubscriberRule.DropOldest"/>.</value>
    public SlowSubscriberRule WhenFull { get; init; }

    /// <summary>Gets how many of the latest events to hand over first.</summary>
    /// <value>At most what the feed remembers, 1,000. The default is 0.</value>
    public int Replay { get; init; }

    /// <summary>Gets the number of the event after which to begin, as far as the feed remembers.</summary>
    /// <value>The default, <see langword="null"/>, begins with the next event, or with <see cref="Replay"/>.</value>
    public long? After { get; init; }
}
