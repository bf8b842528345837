namespace TokenUsage;

/// <summary>What one subscriber has seen and lost.</summary>
public sealed record FeedSubscriberStatistics
{
    /// <summary>Gets the name it chose.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the events handed over.</summary>
    public long Delivered { get; init; }

    /// <summary>Gets the events that were made one with a later one, as it asked.</summary>
    public long Conflated { get; init; }

    /// <summary>Gets the events for which its buffer had no room.</summary>
    public long Lost { get; init; }

    /// <summary>Gets how often its handler or its condition threw.</summary>
    public long Faults { get; init; }

    /// <summary>Gets the events that wait.</summary>
    public int Waiting { get; init; }
}
