using Microsoft.Extensions.Logging;
using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Alerting.Rules;
using TokenUsage.Collections;
using TokenUsage.Live;
using TokenUsage.Storage;

namespace TokenUsage.Alerting;

/// <summary>Evaluates the rules at intervals, and at once where quotas run out or news arrive.</summary>
/// <remarks>
/// Of replicas with a lease store one evaluates. Without, all do, and each step is still taken once: the store compares
/// versions.
/// </remarks>
internal sealed class AlertWatch(
    RuleBook rules, IEnumerable<IAlertEvaluator> evaluators, EventInbox inbox, QuotaSubjects subjects, UsageFeed feed,
    AlertEngine engine, IAlertStore store, AlertOptions options, TimeProvider time, ILogger<AlertWatch> logger,
    ILeaseStore? leases = null)
{
    private const string LeaseName = "alerts";

    private readonly IAlertEvaluator[] _evaluators = [.. evaluators];
    private readonly HeldFindings _held = new();
    private DateTimeOffset _pruned;

    /// <summary>Gets when the last look ended; <see langword="null"/> before it.</summary>
    public DateTimeOffset? LookedAt { get; private set; }

    /// <summary>Looks until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wake = new AsyncSignal();
        inbox.Arrived += wake.Set;
        IFeedSubscription subscription = feed.Subscribe(Subscription(), (item, _) =>
        {
            Take(item);
            wake.Set();
            return ValueTask.CompletedTask;
        });
        await using (subscription.ConfigureAwait(false))
        {
            DateTimeOffset full = DateTimeOffset.MinValue;
            while (!cancellationToken.IsCancellationRequested)
            {
                wake.Reset();
                bool isDue = time.GetUtcNow() - full >= options.Interval;
                if (isDue) full = time.GetUtcNow();
                await TryLookAsync(isDue, cancellationToken).ConfigureAwait(false);
                TimeSpan rest = full + options.Interval - time.GetUtcNow();
                await Task.WhenAny(
                    wake.Signalled,
                    Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancellationToken))
                    .ConfigureAwait(false);
            }
        }

        inbox.Arrived -= wake.Set;
    }

    /// <summary>Looks at every rule once.</summary>
    /// <param name="isFull">Whether at every rule, or only at what cannot wait: quotas and news.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task LookAsync(bool isFull, CancellationToken cancellationToken)
    {
        await TakeNewsAsync(cancellationToken).ConfigureAwait(false);
        IAsyncDisposable? held = leases is null ? null : await leases
            .TryAcquireAsync(LeaseName, options.Interval * 2, cancellationToken).ConfigureAwait(false);
        if (leases is not null && held is null) return;

        try
        {
            IEnumerable<AlertRule> due = isFull ? rules.All : rules.Of(AlertRuleKind.Quota);
            foreach (AlertRule rule in due) await EvaluateAsync(rule, cancellationToken).ConfigureAwait(false);
            if (isFull) await AgeAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (held is not null) await held.DisposeAsync().ConfigureAwait(false);
        }

        LookedAt = time.GetUtcNow();
    }

    private static FeedOptions Subscription() => new()
    {
        Name = "alerts",
        Kinds = [FeedEventKind.Anomaly, FeedEventKind.QuotaWarned, FeedEventKind.QuotaExceeded],
        Interval = TimeSpan.FromSeconds(1),
        Capacity = 65_536,

        // A million refusals of an account are one fact.
        ConflateBy = item => $"{item.Kind}|{item.Name}|{item.Data.GetValueOrDefault("account")}",
    };

    private void Take(FeedEvent item)
    {
        if (item.Kind == FeedEventKind.Anomaly) inbox.OnAnomaly(item);
        if (item.Data.GetValueOrDefault("event") == nameof(QuotaEventKind.Refused))
            subjects.NoteRefusal(item.Name ?? "", item.Data.GetValueOrDefault("account") ?? "");
    }

    private async Task TryLookAsync(bool isFull, CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(isFull, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the loop's condition ends it
        }
        catch (Exception exception)
        {
            logger.WatchFailed(exception);
        }
    }

    private async Task TakeNewsAsync(CancellationToken cancellationToken)
    {
        foreach ((AlertSignal signal, AlertRule rule) in inbox.Take())
        {
            try
            {
                await engine.FindAsync(signal, rule, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                inbox.Return(signal, rule);
                throw;
            }
        }
    }

    private async Task EvaluateAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        IAlertEvaluator? evaluator = Array.Find(_evaluators, e => e.Serves(rule.Kind));
        if (evaluator is null) return;

        try
        {
            // Read before evaluating: what another replica raises meanwhile is not ours to call off.
            IReadOnlyList<AlertEntry> open = await store
                .ReadAsync(OpenAlerts.Of(rule.Name), cancellationToken).ConfigureAwait(false);
            IReadOnlyList<AlertSignal> signals = _held.Sift(
                rule,
                await evaluator.EvaluateAsync(rule, time.GetUtcNow(), cancellationToken).ConfigureAwait(false),
                fingerprint => open.FirstOrDefault(e => e.Alert.Fingerprint == fingerprint)?.Level ?? 0,
                time.GetUtcNow());
            foreach (AlertSignal signal in signals)
            {
                await engine.FindAsync(signal, rule, cancellationToken).ConfigureAwait(false);
            }

            HashSet<string> found = [.. signals.Select(signal => signal.Fingerprint)];
            foreach (AlertEntry entry in open.Where(entry => !found.Contains(entry.Alert.Fingerprint)))
            {
                if (!evaluator.Decides(entry)) continue;
                await engine.CalmAsync(entry, rule, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.EvaluationFailed(rule.Name, exception);
        }
    }

    // Reminders, escalations, and the end of what was an event.
    private async Task AgeAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<AlertEntry> open = await store
            .ReadAsync(OpenAlerts.Of(null), cancellationToken).ConfigureAwait(false);
        foreach (AlertEntry entry in open)
        {
            AlertRule rule = rules.FindOrDefault(entry.Alert.Rule);
            bool isEvent = rules.Find(rule.Name) is null || !_evaluators.Any(e => e.Serves(rule.Kind));
            if (isEvent && now - entry.SeenAt >= rule.ExpireAfter)
                await engine.CalmAsync(entry, rule, cancellationToken).ConfigureAwait(false);
            else await engine.TickAsync(entry, rule, cancellationToken).ConfigureAwait(false);
        }

        if (now - _pruned < TimeSpan.FromHours(1)) return;
        _pruned = now;
        await store.PruneAsync(now - options.KeepHistory, cancellationToken).ConfigureAwait(false);
    }
}
