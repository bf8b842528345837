using TokenUsage.Collections;

namespace TokenUsage.Alerting.LifeCycle;

/// <summary>The life of an alert, as a function: no clock, no store, no channel.</summary>
/// <remarks>
/// Every step goes from one version to the next, so that of two replicas which take the same step only one can write it.
/// <see langword="null"/> is no step: what was found is known already.
/// </remarks>
internal static class AlertMachine
{
    public static bool IsActive(AlertEntry entry) =>
        entry.Alert.State is AlertState.Firing or AlertState.Acknowledged;

    /// <summary>Takes in that a rule found something.</summary>
    public static AlertStep? Find(
        AlertEntry? entry, AlertSignal signal, AlertRule rule, bool isSilent, DateTimeOffset now)
    {
        if (entry is null) return Raise(signal, version: 1, isSilent, now);
        if (!IsActive(entry)) return RaiseAgain(entry, signal, rule, isSilent, now);
        if (signal.Level > entry.Level) return Worsen(entry, signal, isSilent, now);
        if (entry.CalmSince is not null) return Silently(entry with { CalmSince = null, SeenAt = now });
        if (Tick(entry, rule, isSilent, now) is { } step) return step with { Entry = step.Entry with { SeenAt = now } };

        // Written now and then only: an event that comes a thousand times a second is not a thousand writes.
        return now - entry.SeenAt >= rule.ExpireAfter / 4 ? Silently(entry with { SeenAt = now }) : null;
    }

    /// <summary>Takes in that a rule found nothing.</summary>
    public static AlertStep? Calm(AlertEntry entry, AlertRule rule, bool isSilent, DateTimeOffset now)
    {
        if (entry.Alert.State == AlertState.Dismissed)
            return entry.CalmSince is null ? Silently(entry with { CalmSince = now }) : null;

        if (!IsActive(entry)) return null;
        DateTimeOffset since = entry.CalmSince ?? now;
        if (now - since >= rule.ResolveAfter) return End(entry, AlertState.Resolved, rule, isSilent, null, now);
        return entry.CalmSince is null
            ? Silently(entry with { CalmSince = now })
            : Tick(entry, rule, isSilent, now);
    }

    /// <summary>Takes in that time has passed.</summary>
    public static AlertStep? Tick(AlertEntry entry, AlertRule rule, bool isSilent, DateTimeOffset now)
    {
        if (entry.Alert.State != AlertState.Firing || isSilent) return null;
        if (entry.IsMuted)
            return Told(entry with { IsMuted = false, NotifiedAt = now }, AlertTransition.Raised, now);

        if (entry.Escalations < rule.Escalations.Count
            && now - entry.FiredAt >= rule.Escalations[entry.Escalations].After)
        {
            return Told(entry with { Escalations = entry.Escalations + 1 }, AlertTransition.Escalated, now);
        }

        return rule.RemindEvery is { } interval && now - entry.NotifiedAt >= interval
            ? Told(entry with { NotifiedAt = now }, AlertTransition.Reminded, now)
            : null;
    }

    /// <summary>Takes in that somebody looks after it.</summary>
    public static AlertStep? Acknowledge(AlertEntry entry, string actor, DateTimeOffset now)
    {
        if (entry.Alert.State != AlertState.Firing) return null;
        Alert alert = entry.Alert with
        {
            State = AlertState.Acknowledged,
            AcknowledgedAt = entry.Alert.AcknowledgedAt ?? now,
            Actor = actor,
        };
        return Next(entry with { Alert = alert }, AlertTransition.Acknowledged, isTold: false, now);
    }

    /// <summary>Takes in that somebody ends it, or that it is over.</summary>
    public static AlertStep? End(
        AlertEntry entry, AlertState state, AlertRule rule, bool isSilent, string? actor, DateTimeOffset now)
    {
        if (!IsActive(entry)) return null;
        Alert alert = entry.Alert with { State = state, EndedAt = now, Actor = actor ?? entry.Alert.Actor };

        // Whoever never heard of the beginning need not hear of the end.
        bool isTold = state == AlertState.Resolved && rule.NotifyRecovery && !isSilent && !entry.IsMuted;
        AlertEntry ended = entry with { Alert = alert, CalmSince = actor is null ? entry.CalmSince ?? now : null };
        AlertTransition transition =
            state == AlertState.Resolved ? AlertTransition.Resolved : AlertTransition.Dismissed;
        return Next(ended, transition, isTold, now);
    }

    private static AlertStep? RaiseAgain(
        AlertEntry entry, AlertSignal signal, AlertRule rule, bool isSilent, DateTimeOffset now)
    {
        bool isUnwanted = entry.Alert.State == AlertState.Dismissed && entry.CalmSince is null;
        bool rests = now - entry.Alert.EndedAt < rule.CoolDown;
        return isUnwanted || rests ? null : Raise(signal, entry.Version + 1, isSilent, now);
    }

    private static AlertStep Raise(AlertSignal signal, long version, bool isSilent, DateTimeOffset now)
    {
        var alert = new Alert
        {
            Id = GuidSource.Next(now),
            Rule = signal.Rule,
            Fingerprint = signal.Fingerprint,
            Severity = signal.Severity,
            Message = signal.Message,
            Scope = signal.Scope,
            Subject = signal.Subject,
            Period = signal.Period,
            Value = signal.Value,
            Threshold = signal.Threshold,
            RaisedAt = now,
            ChangedAt = now,
            Metadata = signal.Metadata,
        };
        var entry = new AlertEntry
        {
            Alert = alert,
            Version = version,
            Level = signal.Level,
            FiredAt = now,
            SeenAt = now,
            NotifiedAt = isSilent ? null : now,
            IsMuted = isSilent,
        };
        return new AlertStep(entry, AlertTransition.Raised, !isSilent);
    }

    // Also of an acknowledged one: what somebody looks after was not yet this bad.
    private static AlertStep Worsen(AlertEntry entry, AlertSignal signal, bool isSilent, DateTimeOffset now)
    {
        Alert alert = entry.Alert with
        {
            State = AlertState.Firing,
            Severity = signal.Severity > entry.Alert.Severity ? signal.Severity : entry.Alert.Severity,
            Message = signal.Message,
            Value = signal.Value,
            Threshold = signal.Threshold,
            Metadata = signal.Metadata,
        };
        AlertEntry worse = entry with
        {
            Alert = alert,
            Level = signal.Level,
            FiredAt = now,
            SeenAt = now,
            CalmSince = null,
            Escalations = 0,
            NotifiedAt = isSilent ? entry.NotifiedAt : now,
            IsMuted = isSilent,
        };
        return Next(worse, AlertTransition.Worsened, !isSilent, now);
    }

    private static AlertStep Told(AlertEntry entry, AlertTransition transition, DateTimeOffset now) =>
        Next(entry, transition, isTold: true, now);

    private static AlertStep Next(AlertEntry entry, AlertTransition transition, bool isTold, DateTimeOffset now) =>
        new(
            entry with { Version = entry.Version + 1, Alert = entry.Alert with { ChangedAt = now } },
            transition,
            isTold);

    private static AlertStep Silently(AlertEntry entry) =>
        new(entry with { Version = entry.Version + 1 }, null, IsTold: false);
}
