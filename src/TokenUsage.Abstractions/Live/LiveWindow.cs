namespace TokenUsage;

/// <summary>A window of time that usage is counted in.</summary>
public readonly record struct LiveWindow
{
    /// <summary>Gets the first moment of a fixed window.</summary>
    public DateTimeOffset? From { get; private init; }

    /// <summary>Gets the first moment after a fixed window.</summary>
    public DateTimeOffset? To { get; private init; }

    /// <summary>Gets the length of a sliding or a tumbling window.</summary>
    public TimeSpan? Length { get; private init; }

    /// <summary>Gets whether the window stands still until the next one begins.</summary>
    public bool IsTumbling { get; private init; }

    /// <summary>Makes a window of this length that ends now.</summary>
    public static LiveWindow Sliding(TimeSpan length) => new() { Length = length };

    /// <summary>Makes the window that is under way when time is cut into windows of this length, from 0001-01-01T00:00Z on.</summary>
    public static LiveWindow Tumbling(TimeSpan length) => new() { Length = length, IsTumbling = true };

    /// <summary>Makes a window with fixed ends.</summary>
    public static LiveWindow Fixed(DateTimeOffset from, DateTimeOffset to) => new() { From = from, To = to };
}
