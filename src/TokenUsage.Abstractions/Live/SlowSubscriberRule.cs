namespace TokenUsage;

/// <summary>What becomes of an event for which a subscriber's buffer has no room. Each is counted as lost.</summary>
public enum SlowSubscriberRule
{
    /// <summary>The oldest event that waits is lost, so that the subscriber catches up with the present.</summary>
    DropOldest,

    /// <summary>The new event is lost, so that what the subscriber sees has no gap before its end.</summary>
    DropNewest,

    /// <summary>The subscription ends after what waits already: for those who would rather begin anew than miss something.</summary>
    Disconnect,
}
