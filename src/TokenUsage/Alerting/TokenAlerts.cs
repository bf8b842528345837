using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Alerting.Rules;
using TokenUsage.Collections;

namespace TokenUsage.Alerting;

/// <summary>The alerts as people and programs see them.</summary>
internal sealed class TokenAlerts(
    IAlertStore store, AlertEngine engine, RuleBook rules, RuleRehearsal rehearsal, IEnumerable<IAlertSink> sinks,
    IAuditTrail trail, TimeProvider time) : ITokenAlerts
{
    private const int MostDeliveries = 1_000;
    private const int MostAlerts = 10_000;

    private readonly IAlertSink[] _sinks = [.. sinks];

    public ValueTask<IReadOnlyList<Alert>> GetActiveAsync(CancellationToken cancellationToken = default) =>
        GetHistoryAsync(
            new AlertQuery { States = [AlertState.Firing, AlertState.Acknowledged], Limit = MostAlerts },
            cancellationToken);

    public async ValueTask<IReadOnlyList<Alert>> GetHistoryAsync(
        AlertQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > MostAlerts)
        {
            throw new ArgumentException(
                $"{nameof(AlertQuery.Limit)} is {query.Limit}; it must be from 1 to {MostAlerts}.", nameof(query));
        }

        IReadOnlyList<AlertEntry> entries = await store.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(entry => entry.Alert)];
    }

    public async ValueTask<IReadOnlyList<AlertStatistics>> GetStatisticsAsync(
        AlertQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<Alert> alerts = await GetHistoryAsync(query, cancellationToken).ConfigureAwait(false);
        return
        [
            .. alerts.GroupBy(alert => alert.Rule).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new AlertStatistics
                {
                    Rule = group.Key,
                    Raised = group.Count(),
                    Active = group.Count(alert => alert.EndedAt is null),
                    TimeToAcknowledge = Mean(group, alert => alert.AcknowledgedAt - alert.RaisedAt),
                    TimeToResolve = Mean(group, alert => alert.EndedAt - alert.RaisedAt),
                }),
        ];
    }

    public ValueTask<Alert> AcknowledgeAsync(
        Guid id, ChangeActor actor, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id, AlertState.Acknowledged, actor,
            (entry, _, _, now) => AlertMachine.Acknowledge(entry, actor.Name, now), cancellationToken);

    public ValueTask<Alert> ResolveAsync(Guid id, ChangeActor actor, CancellationToken cancellationToken = default) =>
        EndAsync(id, AlertState.Resolved, actor, cancellationToken);

    public ValueTask<Alert> DismissAsync(Guid id, ChangeActor actor, CancellationToken cancellationToken = default) =>
        EndAsync(id, AlertState.Dismissed, actor, cancellationToken);

    public async ValueTask<Alert?> RaiseAsync(AlertRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Rule);

        var signal = new AlertSignal
        {
            Rule = request.Rule,
            Level = 1 + (int)request.Severity,
            Severity = request.Severity,
            Message = request.Message,
            Scope = request.Scope,
            Subject = request.Subject ?? AlertScope.Describe(request.Scope),
            Value = request.Value,
            Threshold = request.Threshold,
            Metadata = request.Metadata,
        };
        AlertEntry? entry = await engine
            .FindAsync(signal, rules.FindOrDefault(request.Rule), cancellationToken).ConfigureAwait(false);
        return entry is not null && AlertMachine.IsActive(entry) ? entry.Alert : null;
    }

    public async ValueTask<AlertSilence> SilenceAsync(
        AlertSilence silence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(silence);
        if (silence.Until <= silence.From)
        {
            throw new ArgumentException(
                $"The silence ends at {silence.Until:u} and begins at {silence.From:u}; it must end later.",
                nameof(silence));
        }

        AlertSilence added = silence with { Id = GuidSource.Next(time.GetUtcNow()) };
        var entry = new AuditChange
        {
            Actor = added.Actor is null ? ChangeActor.Application : new ChangeActor(added.Actor),
            Action = "alert.silence",
            Target = added.Rule,
            After = $"{added.From:u} to {added.Until:u}",
        };
        await trail.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
        await store.AddSilenceAsync(added, cancellationToken).ConfigureAwait(false);
        return added;
    }

    public ValueTask<AlertTest> TestAsync(
        string rule, TimeRange range, CancellationToken cancellationToken = default) =>
        rehearsal.RunAsync(
            rules.Find(rule) ?? throw new ArgumentException(
                $"There is no rule '{rule}'. The rules are {string.Join(", ", rules.All.Select(r => r.Name))}.",
                nameof(rule)),
            range,
            cancellationToken);

    public ValueTask TestChannelAsync(string channel, CancellationToken cancellationToken = default)
    {
        IAlertSink sink = Array.Find(_sinks, s => s.Name == channel) ?? throw new ArgumentException(
            $"There is no channel '{channel}'. The channels are {string.Join(", ", _sinks.Select(s => s.Name))}.",
            nameof(channel));
        DateTimeOffset now = time.GetUtcNow();
        Guid id = GuidSource.Next(now);
        var alert = new Alert
        {
            Id = id,
            Rule = "test",
            Fingerprint = "test",
            Severity = AlertSeverity.Low,
            Message = "This is a test of the channel. Nothing happened.",
            RaisedAt = now,
            ChangedAt = now,
        };
        return sink.SendAsync(
            new AlertNotice { Id = id, Transition = AlertTransition.Test, Alerts = [alert], At = now },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(
        AlertDeliveryState? state, CancellationToken cancellationToken = default) =>
        store.ReadDeliveriesAsync(state, MostDeliveries, cancellationToken);

    private ValueTask<Alert> EndAsync(
        Guid id, AlertState state, ChangeActor actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            id, state, actor,
            (entry, rule, isSilent, now) => AlertMachine.End(entry, state, rule, isSilent, actor.Name, now),
            cancellationToken);

    private async ValueTask<Alert> ChangeAsync(
        Guid id, AlertState state, ChangeActor actor,
        Func<AlertEntry, AlertRule, bool, DateTimeOffset, AlertStep?> step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);

        AlertEntry entry = await store.FindAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw new KeyNotFoundException($"There is no alert '{id}'.");
        if (!AlertMachine.IsActive(entry) || entry.Alert.State == state) return entry.Alert;

        // Before the step: an entry without an effect does no harm, a step that nobody finds does.
        await trail.AppendAsync(Entry(entry.Alert, state, actor), cancellationToken).ConfigureAwait(false);
        AlertRule rule = rules.FindOrDefault(entry.Alert.Rule);
        AlertEntry? changed = await engine.ChangeAsync(
            entry, rule, (found, isSilent, now) => step(found, rule, isSilent, now), cancellationToken)
            .ConfigureAwait(false);
        return (changed ?? entry).Alert;
    }

    private static AuditChange Entry(Alert alert, AlertState state, ChangeActor actor) => new()
    {
        Actor = actor,
        Action = state switch
        {
            AlertState.Acknowledged => "alert.acknowledge",
            AlertState.Dismissed => "alert.dismiss",
            _ => "alert.resolve",
        },
        Target = $"{alert.Rule} {alert.Id}",
        Subject = alert.Scope.User,
        Before = alert.State.ToString(),
        After = state.ToString(),
    };

    private static TimeSpan? Mean(IEnumerable<Alert> alerts, Func<Alert, TimeSpan?> length)
    {
        TimeSpan[] known = [.. alerts.Select(length).OfType<TimeSpan>()];
        return known.Length == 0 ? null : TimeSpan.FromTicks((long)known.Average(time => time.Ticks));
    }
}
