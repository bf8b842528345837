namespace TokenUsage.Analysis;

/// <summary>What the detector thinks of one point, and why.</summary>
/// <remarks>
/// A wide value on purpose: a detector sees millions of points, and an object for each would be garbage.
/// </remarks>
internal readonly record struct Detection
{
    /// <summary>Gets how new the point is, 0…1; 0 for a repetition of what was already said.</summary>
    public double Score { get; init; }

    /// <summary>
    /// Gets whether to raise an alert: the score reaches the threshold and the history is long enough.
    /// </summary>
    public bool IsAnomaly { get; init; }

    /// <summary>Gets whether the point deserves a remark though no alert: the lower tier.</summary>
    public bool IsNotice { get; init; }

    /// <summary>Gets the channel that was furthest out of its range.</summary>
    public DetectionChannel Channel { get; init; }

    /// <summary>
    /// Gets what the channel showed; the value of the series only for the channels that look at the value.
    /// </summary>
    public double Observed { get; init; }

    /// <summary>Gets the value of the series that its season and level led to expect.</summary>
    public double Expected { get; init; }

    /// <summary>
    /// Gets the least that <see cref="Channel"/> showed within the detector's memory, before this point.
    /// </summary>
    public double Low { get; init; }

    /// <summary>
    /// Gets the most that <see cref="Channel"/> showed within the detector's memory, before this point.
    /// </summary>
    public double High { get; init; }

    /// <summary>
    /// Gets the novelty in units of 5 % of the range: 1 is at the edge of an alert, 20 is one whole range beyond.
    /// </summary>
    public double Severity { get; init; }

    /// <summary>Gets the distance from the recent mean, in recent standard deviations.</summary>
    public double ZScore { get; init; }
}
