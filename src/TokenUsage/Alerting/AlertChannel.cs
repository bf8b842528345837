namespace TokenUsage.Alerting;

/// <summary>How a channel is used.</summary>
public sealed record AlertChannel
{
    /// <summary>Gets the channel's name: its sink's.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how often, at most, a digest is sent; zero sends every message by itself, at once.</summary>
    /// <value>From zero to 7 days. The default is zero.</value>
    public TimeSpan DigestEvery { get; init; }

    /// <summary>Gets the highest severity that waits for a digest. What is worse goes out at once.</summary>
    /// <value>The default is <see cref="AlertSeverity.Medium"/>.</value>
    public AlertSeverity DigestUpTo { get; init; } = AlertSeverity.Medium;

    /// <summary>Gets how long one attempt may take.</summary>
    /// <value>From 100 milliseconds to 5 minutes. The default is 10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the longest pause between attempts; pauses double from a second.</summary>
    /// <value>From a second to a day. The default is 5 minutes.</value>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how old a message may become before it is given up.</summary>
    /// <value>From a minute to 30 days. The default is a day.</value>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(1);
}
