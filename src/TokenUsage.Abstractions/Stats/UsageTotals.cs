namespace TokenUsage;

/// <summary>Usage summed up.</summary>
public sealed record UsageTotals
{
    /// <summary>Gets the calls: the records that are the first attempt of theirs, so that groups add up to the whole.</summary>
    public long Calls { get; init; }

    /// <summary>Gets the attempts: all records.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets the attempts that were answered.</summary>
    public long Succeeded { get; init; }

    /// <summary>Gets the attempts that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Gets the attempts that a quota refused before they were sent.</summary>
    public long Refused { get; init; }

    /// <summary>Gets the attempts that the caller broke off.</summary>
    public long Interrupted { get; init; }

    /// <summary>Gets the answers that came from the application's own cache.</summary>
    public long Cached { get; init; }

    /// <summary>Gets the tokens that providers counted; answers from the application's own cache are not among them.</summary>
    public TokenCounts Tokens { get; init; }

    /// <summary>Gets what else providers measured, by name.</summary>
    public IReadOnlyList<UsageMeter> Meters { get; init; } = [];

    /// <summary>Gets the cost in dollars; <see langword="null"/> when nothing was priced, never 0 for "unknown".</summary>
    public decimal? PricedUsd { get; init; }

    /// <summary>Gets what the answers from the application's own cache would have cost, in dollars.</summary>
    public decimal AvoidedUsd { get; init; }

    /// <summary>Gets how far these numbers can be trusted.</summary>
    public required Coverage Coverage { get; init; }

    /// <summary>Gets how long successful calls took; <see langword="null"/> when there was none.</summary>
    public LatencySummary? Latency { get; init; }

    /// <summary>Gets how long the first token of successful streams took; <see langword="null"/> when there was none.</summary>
    public LatencySummary? TimeToFirstToken { get; init; }

    /// <summary>Gets how many users appear.</summary>
    /// <value>
    /// Given in the totals of a summary whose filters name no dimension but the user, or that was read from single
    /// records; <see langword="null"/> otherwise.
    /// </value>
    public long? ActiveUsers { get; init; }
}
