namespace TokenUsage;

/// <summary>A day from which on a series runs at another level.</summary>
public sealed record LevelChange
{
    /// <summary>Gets the first day at the new level.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the daily mean from the change before to this one.</summary>
    public required double Before { get; init; }

    /// <summary>Gets the daily mean from here to the next change.</summary>
    public required double After { get; init; }
}
