namespace TokenUsage.Alerting;

/// <summary>A time that comes again and again in which alerts send no messages.</summary>
public sealed record AlertQuietTime
{
    /// <summary>Gets when it begins, as cron writes it: <c>0 22 * * 1-5</c> is 22:00 from Monday to Friday.</summary>
    public required string Cron { get; init; }

    /// <summary>Gets how long it lasts.</summary>
    /// <value>From a minute to 7 days.</value>
    public required TimeSpan Length { get; init; }

    /// <summary>Gets the IANA name of the time zone that <see cref="Cron"/> means.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gets the rules; a <c>*</c> at the end stands for any rest.</summary>
    public string Rule { get; init; } = "*";

    /// <summary>Gets the highest severity that keeps quiet.</summary>
    /// <value>The default is <see cref="AlertSeverity.High"/>: what is critical wakes people.</value>
    public AlertSeverity UpTo { get; init; } = AlertSeverity.High;
}
