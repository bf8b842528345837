namespace TokenUsage;

/// <summary>What became of a rule's alerts.</summary>
public sealed record AlertStatistics
{
    /// <summary>Gets the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets how many there were.</summary>
    public int Raised { get; init; }

    /// <summary>Gets how many still hold.</summary>
    public int Active { get; init; }

    /// <summary>Gets the mean time until somebody took one up; <see langword="null"/> where nobody did.</summary>
    public TimeSpan? TimeToAcknowledge { get; init; }

    /// <summary>Gets the mean time until one was over; <see langword="null"/> where none is.</summary>
    public TimeSpan? TimeToResolve { get; init; }
}
