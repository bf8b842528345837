namespace TokenUsage.Reporting.Schedules;

/// <summary>Which reports are made again and again, and where they are kept.</summary>
public sealed class ReportScheduleOptions
{
    /// <summary>Gets the schedules.</summary>
    public IList<ReportSchedule> Schedules { get; } = [];

    /// <summary>Gets or sets the folder in which every report is kept. What is there is not made again.</summary>
    /// <value>The default is <c>reports</c> in the current folder. Replicas share one folder; over a store with leases, such as PostgreSQL, each may have its own.</value>
    public string Folder { get; set; } = "reports";

    /// <summary>Gets or sets how long a report is kept after the end of its period.</summary>
    /// <value>From a day to 100 years. The default is 400 days.</value>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Gets or sets how long after its end a period is reported, so that calls under way are in.</summary>
    /// <value>From zero to a day. The default is 15 minutes.</value>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMinutes(15);
}
