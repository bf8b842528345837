using Microsoft.Extensions.Logging;
using TokenUsage.Live;

namespace TokenUsage.Alerting.LifeCycle;

/// <summary>Takes steps in the store that all replicas share, and tells the feed of those that it was the one to take.</summary>
internal sealed class AlertEngine(
    IAlertStore store, AlertRouter router, SilenceBook silences, UsageFeed feed, AlertMetrics metrics,
    TimeProvider time, ILogger<AlertEngine> logger)
{
    private const int MostAttempts = 16;

    private readonly RecentFindings _recent = new(time);

    /// <summary>Occurs when messages were written that wait for the dispatcher.</summary>
    public event Action? Written;

    /// <summary>Takes in that a rule found something.</summary>
    /// <returns>The latest alert of that fingerprint.</returns>
    public async ValueTask<AlertEntry?> FindAsync(
        AlertSignal signal, AlertRule rule, CancellationToken cancellationToken)
    {
        string fingerprint = signal.Fingerprint;
        if (_recent.Covers(fingerprint, signal.Level, out AlertEntry? known)) return known;

        AlertEntry? entry = await StepAsync(
            () => store.FindAsync(fingerprint, cancellationToken),
            (found, isSilent, now) => AlertMachine.Find(found, signal, rule, isSilent, now),
            rule,
            new AlertOccasion(rule.Name, signal.Subject, signal.Severity),
            cancellationToken).ConfigureAwait(false);
        if (entry is not null) _recent.Note(entry);
        return entry;
    }

    /// <summary>Takes in that a rule found nothing about the subject of an alert.</summary>
    public ValueTask<AlertEntry?> CalmAsync(AlertEntry entry, AlertRule rule, CancellationToken cancellationToken) =>
        ChangeAsync(entry, rule, (e, isSilent, now) => AlertMachine.Calm(e, rule, isSilent, now), cancellationToken);

    /// <summary>Takes in that time has passed.</summary>
    public ValueTask<AlertEntry?> TickAsync(AlertEntry entry, AlertRule rule, CancellationToken cancellationToken) =>
        ChangeAsync(entry, rule, (e, isSilent, now) => AlertMachine.Tick(e, rule, isSilent, now), cancellationToken);

    /// <summary>Takes in what somebody decided.</summary>
    /// <returns>The alert as it now is.</returns>
    public async ValueTask<AlertEntry?> ChangeAsync(
        AlertEntry entry, AlertRule rule, Func<AlertEntry, bool, DateTimeOffset, AlertStep?> step,
        CancellationToken cancellationToken)
    {
        _recent.Forget(entry.Alert.Fingerprint);
        return await StepAsync(
            () => store.FindAsync(entry.Alert.Id, cancellationToken),
            (found, isSilent, now) => found is null ? null : step(found, isSilent, now),
            rule,
            new AlertOccasion(rule.Name, entry.Alert.Subject, entry.Alert.Severity),
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<AlertEntry?> StepAsync(
        Func<ValueTask<AlertEntry?>> read, Func<AlertEntry?, bool, DateTimeOffset, AlertStep?> next, AlertRule rule,
        AlertOccasion occasion, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            AlertEntry? entry = await read().ConfigureAwait(false);
            DateTimeOffset now = time.GetUtcNow();
            bool isSilent = await silences.CoverAsync(occasion, now, cancellationToken).ConfigureAwait(false);
            if (next(entry, isSilent, now) is not { } step) return entry;

            var change = new AlertChange { Entry = step.Entry, Deliveries = router.Write(step, rule, now) };
            if (!await store.TryChangeAsync(change, cancellationToken).ConfigureAwait(false)) continue;

            Tell(step, entry);
            if (change.Deliveries.Count > 0) Written?.Invoke();
            return step.Entry;
        }

        logger.StepGivenUp(occasion.Rule, MostAttempts);
        return null; // others change it all the time: the next look finds what there is to do
    }

    private void Tell(AlertStep step, AlertEntry? before)
    {
        if (step.Transition is not { } transition) return;

        Alert alert = step.Entry.Alert;
        metrics.Count(alert, transition, before?.Alert);
        feed.Publish(new FeedEvent
        {
            Kind = FeedEventKind.Alert,
            Name = alert.Rule,
            Scope = alert.Scope,
            Message = alert.Message,
            Value = alert.Value,
            Threshold = alert.Threshold,
            Data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["id"] = alert.Id.ToString(),
                ["transition"] = transition.ToString(),
                ["state"] = alert.State.ToString(),
                ["severity"] = alert.Severity.ToString(),
                ["subject"] = alert.Subject,
            },
        });
    }
}
