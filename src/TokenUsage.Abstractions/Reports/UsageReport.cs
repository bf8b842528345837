using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>Everything that a report shows, before it has a format.</summary>
public sealed record UsageReport
{
    /// <summary>Gets its id: 16 hexadecimal digits, the same for the same request and the same totals.</summary>
    public required string Id { get; init; }

    /// <summary>Gets its title.</summary>
    public required string Title { get; init; }

    /// <summary>Gets what else is printed on it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the time it covers.</summary>
    public required ReportPeriod Period { get; init; }

    /// <summary>Gets the filters it was made with.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];

    /// <summary>Gets the totals of the period, as <see cref="ITokenUsageStats.QueryAsync"/> gives them.</summary>
    public required UsageTotals Summary { get; init; }

    /// <summary>Gets the totals of the period of the same length before.</summary>
    public required UsageTotals Previous { get; init; }

    /// <summary>Gets the length of a point of <see cref="Series"/>: an hour, a day or a month.</summary>
    public required TimeInterval Interval { get; init; }

    /// <summary>Gets the usage over time. Its points add up to <see cref="Summary"/>.</summary>
    public IReadOnlyList<UsagePoint> Series { get; init; } = [];

    /// <summary>Gets where cost, tokens and calls are heading.</summary>
    public IReadOnlyList<UsageTrend> Trends { get; init; } = [];

    /// <summary>Gets the cost by dimension.</summary>
    public IReadOnlyList<CostBreakdown> Costs { get; init; } = [];

    /// <summary>Gets the dimension whose values are charged, if any.</summary>
    public Dimension? ChargeTo { get; init; }

    /// <summary>Gets what each account is charged, by day, provider and model. They add up to <see cref="Summary"/>.</summary>
    public IReadOnlyList<ReportCharge> Charges { get; init; } = [];

    /// <summary>Gets how far quotas are used.</summary>
    public IReadOnlyList<QuotaStatus> Quotas { get; init; } = [];

    /// <summary>Gets what was out of the ordinary, most severe first: at most 20.</summary>
    public IReadOnlyList<UsageAnomaly> Anomalies { get; init; } = [];

    /// <summary>Gets how cost goes on, day by day; <see langword="null"/> when there is no whole day to go by.</summary>
    public UsageForecast? Forecast { get; init; }

    /// <summary>Gets what would make it cheaper, largest saving first.</summary>
    public IReadOnlyList<Recommendation> Recommendations { get; init; } = [];

    /// <summary>Gets how much of the numbers is reported, estimated and unpriced.</summary>
    public Coverage Coverage => Summary.Coverage;
}
