using TokenUsage.Alerting.Silences;

namespace TokenUsage.Alerting.LifeCycle;

/// <summary>Says whether messages are kept back: by a silence in the store, or by a time that comes again and again.</summary>
internal sealed class SilenceBook(IAlertStore store, AlertOptions options)
{
    private readonly QuietTime[] _quiet = [.. options.QuietTimes.Select(time => new QuietTime(time))];

    public async ValueTask<bool> CoverAsync(
        AlertOccasion occasion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_quiet.Any(quiet => quiet.Covers(occasion, now))) return true;

        IReadOnlyList<AlertSilence> silences =
            await store.ReadSilencesAsync(now, cancellationToken).ConfigureAwait(false);
        return silences.Any(silence => Covers(silence, occasion, now));
    }

    private static bool Covers(AlertSilence silence, AlertOccasion occasion, DateTimeOffset now) =>
        silence.From <= now && now < silence.Until
        && NamePattern.Matches(silence.Rule, occasion.Rule)
        && (silence.Subject is null || string.Equals(silence.Subject, occasion.Subject, StringComparison.Ordinal));
}
