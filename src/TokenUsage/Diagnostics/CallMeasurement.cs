namespace TokenUsage.Diagnostics;

/// <summary>What a call that has ended is measured by.</summary>
internal readonly ref struct CallMeasurement
{
    public required string Operation { get; init; }
    public required string Provider { get; init; }
    public string? RequestedModel { get; init; }
    public string? Model { get; init; }
    public string? ErrorType { get; init; }
    public TokenCounts Tokens { get; init; }
    public List<UsageMeter>? Meters { get; init; }
    public UsageSource Source { get; init; }
    public TimeSpan Duration { get; init; }
    public TimeSpan? TimeToFirstToken { get; init; }
    public decimal? Usd { get; init; }
}
