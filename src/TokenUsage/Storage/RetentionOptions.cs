namespace TokenUsage.Storage;

/// <summary>How long a store keeps what it knows, by kind. What is older is deleted by the upkeep.</summary>
public sealed class RetentionOptions
{
    /// <summary>Gets or sets how long single records, and totals by the minute, are kept.</summary>
    /// <value>From one day. The default is 30 days.</value>
    public TimeSpan Records { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how long totals by the quarter-hour are kept.</summary>
    /// <value>From <see cref="Records"/> on. The default is 400 days, which is 13 months.</value>
    public TimeSpan QuarterHours { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Gets or sets how long totals by the day are kept.</summary>
    /// <value>From <see cref="QuarterHours"/> on. The default is 1,830 days, which is five years.</value>
    public TimeSpan Days { get; set; } = TimeSpan.FromDays(1_830);

    /// <summary>Gets or sets whether anything is deleted at all.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Gets or sets how often the upkeep looks for something to delete.</summary>
    /// <value>From one minute to one day. The default is one hour.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    internal RetentionPlan PlanAt(DateTimeOffset now) => new()
    {
        Records = Before(now, Records),
        QuarterHours = Before(now, QuarterHours),
        Days = Before(now, Days),
    };

    private static DateTimeOffset Before(DateTimeOffset now, TimeSpan age) =>
        now.UtcTicks > age.Ticks ? now.ToUniversalTime() - age : DateTimeOffset.MinValue;
}
