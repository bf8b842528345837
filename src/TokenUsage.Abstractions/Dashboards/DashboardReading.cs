namespace TokenUsage;

/// <summary>The numbers that the dashboard shows, all read at one time.</summary>
public sealed record DashboardReading
{
    /// <summary>Gets the time, in the dashboard's zone.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the IANA time zone of days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Gets the usage since midnight.</summary>
    public required UsageTotals Today { get; init; }

    /// <summary>
    /// Gets what the same weekday had cost by this time, as the mean of up to four weeks; <see langword="null"/> when none
    /// of them had usage.
    /// </summary>
    public decimal? UsualUsd { get; init; }

    /// <summary>Gets where the month's cost will end; <see langword="null"/> when there is too little to go by.</summary>
    public ForecastSum? Month { get; init; }

    /// <summary>Gets the usage of the last 24 hours.</summary>
    public required UsageTotals Last { get; init; }

    /// <summary>Gets the usage of the 24 hours before them.</summary>
    public required UsageTotals Before { get; init; }

    /// <summary>Gets the last 24 hours, hour by hour, oldest first.</summary>
    public IReadOnlyList<UsagePoint> Hours { get; init; } = [];

    /// <summary>Gets the users who cost most in the last 24 hours, the rest as "other" at the end.</summary>
    public IReadOnlyList<UsageGroup> Consumers { get; init; } = [];

    /// <summary>Gets the quotas that hold for everyone together.</summary>
    public IReadOnlyList<QuotaStatus> Quotas { get; init; } = [];

    /// <summary>Gets the alerts that hold, the latest first.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>Gets the latest calls, newest first: at most 50 of the last 15 minutes.</summary>
    public IReadOnlyList<UsageRecord> Tail { get; init; } = [];

    /// <summary>Gets how many records are under way to the store.</summary>
    public long Pending { get; init; }
}
