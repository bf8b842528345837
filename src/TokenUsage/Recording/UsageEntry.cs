namespace TokenUsage.Recording;

/// <summary>One record under way: filled in on the caller's path, and reused, so that a call allocates nothing for it.</summary>
/// <remarks>
/// Owned by one party at a time: capture, then the queue, then the recorder, which makes the public
/// <see cref="UsageRecord"/> of it and gives it back. A mutable class and not a struct, because it crosses the channel.
/// </remarks>
internal sealed class UsageEntry
{
    public Guid Id { get; set; }
    public Guid OperationId { get; set; }
    public int Attempt { get; set; } = 1;
    public DateTimeOffset StartedAt { get; set; }
    public TimeSpan Duration { get; set; }
    public TimeSpan? TimeToFirstToken { get; set; }
    public string Provider { get; set; } = "";
    public string Operation { get; set; } = "";
    public string? Endpoint { get; set; }
    public string? RequestedModel { get; set; }
    public string? Model { get; set; }
    public string? ResponseId { get; set; }
    public string? ServiceTier { get; set; }
    public TokenCounts Tokens { get; set; }
    public List<UsageMeter> Meters { get; } = [];
    public UsageSource Source { get; set; }
    public CallOutcome Outcome { get; set; }
    public string? ErrorType { get; set; }
    public UsageDimensions Dimensions { get; set; } = UsageDimensions.None;
    public Priority Priority { get; set; } = Priority.Medium;
    public List<KeyValuePair<string, string>> Metadata { get; } = [];

    public CostStatus CostStatus { get; set; } = CostStatus.Unpriced;
    public decimal? Usd { get; set; }
    public decimal? InputUsd { get; set; }
    public decimal? OutputUsd { get; set; }
    public decimal? ListUsd { get; set; }
    public decimal? BilledUsd { get; set; }
    public string? PriceVersion { get; set; }
    public string? PriceMatch { get; set; }
}
