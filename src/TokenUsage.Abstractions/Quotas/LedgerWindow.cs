namespace TokenUsage.Admission;

/// <summary>
/// The window that a line counts in. Immutable and shared; times are microseconds since 1970-01-01T00:00Z.
/// </summary>
public sealed class LedgerWindow
{
    /// <summary>Gets how the window is counted.</summary>
    public required LedgerShape Shape { get; init; }

    /// <summary>
    /// Gets what tells a fixed window from the account's others: it is made of kind and local start, never of an
    /// instant.
    /// </summary>
    public long Id { get; init; }

    /// <summary>Gets where a fixed window begins.</summary>
    public long StartMicros { get; init; } = long.MinValue;

    /// <summary>Gets where a fixed window ends; it does not belong to it.</summary>
    public long EndMicros { get; init; } = long.MaxValue;

    /// <summary>Gets the length of a sliding window, or the time in which a bucket refills its limit.</summary>
    public long LengthMicros { get; init; }

    /// <summary>Gets the number of parts of a sliding window.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>
    /// Gets how long the counter is kept after the window's end, or after its last use where it has no end.
    /// </summary>
    public long KeepMicros { get; init; } = long.MaxValue;

    /// <summary>Says whether an instant lies in the window.</summary>
    public bool Contains(long micros) => micros >= StartMicros && micros < EndMicros;
}
