namespace TokenUsage;

/// <summary>How a series has developed, in numbers and in words. Amounts are in the measure's unit.</summary>
public sealed record UsageTrend
{
    /// <summary>Gets the value of <see cref="AnalyticsQuery.GroupBy"/>; <see langword="null"/> for everything, or where a record had none.</summary>
    public string? Key { get; init; }

    /// <summary>Gets what is measured.</summary>
    public required AnalyticsMeasure Measure { get; init; }

    /// <summary>Gets where it goes.</summary>
    public TrendDirection Direction { get; init; }

    /// <summary>Gets the sum over the range; of a rate or a time, its mean.</summary>
    public double Total { get; init; }

    /// <summary>Gets the mean of a day.</summary>
    public double DailyAverage { get; init; }

    /// <summary>Gets the growth of the last seven days over the seven before: 0.1 is ten per cent.</summary>
    /// <value><see langword="null"/> for less than 14 days, and where the week before was zero.</value>
    public double? WeekOverWeek { get; init; }

    /// <summary>Gets the change a day, by the median of the slopes between all pairs of days (Theil and Sen).</summary>
    public double SlopePerDay { get; init; }

    /// <summary>Gets how much of the movement repeats daily, 0 to 1; 0 for a series by days.</summary>
    public double DailySeasonality { get; init; }

    /// <summary>Gets how much of the movement repeats weekly, 0 to 1.</summary>
    public double WeeklySeasonality { get; init; }

    /// <summary>Gets the changes of level, oldest first.</summary>
    public IReadOnlyList<LevelChange> Changes { get; init; } = [];

    /// <summary>Gets the mean of the seven days up to each day.</summary>
    public IReadOnlyList<double> MovingAverage { get; init; } = [];

    /// <summary>Gets what 30 days would come to at the last week's pace.</summary>
    public double MonthlyProjection { get; init; }

    /// <summary>Gets all of it in words.</summary>
    public required string Explanation { get; init; }
}
