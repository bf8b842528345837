using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Silences;

/// <summary>A quiet time that is ready to be asked.</summary>
internal sealed class QuietTime(AlertQuietTime settings)
{
    private readonly CronExpression _cron = CronExpression.Parse(settings.Cron);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);

    public bool Covers(AlertOccasion occasion, DateTimeOffset now) =>
        occasion.Severity <= settings.UpTo
        && NamePattern.Matches(settings.Rule, occasion.Rule)
        && _cron.HasStarted(now, settings.Length, _zone);
}
