using TokenUsage.Collections;

namespace TokenUsage.Alerting.LifeCycle;

/// <summary>Finds the channels that hear of a step, and writes their messages.</summary>
internal sealed class AlertRouter(AlertOptions options, IReadOnlyList<string> channels)
{
    public IReadOnlyList<AlertDelivery> Write(AlertStep step, AlertRule rule, DateTimeOffset now)
    {
        if (!step.IsTold || step.Transition is not { } transition) return [];

        return [.. ChannelsOf(step, rule).Select(channel => Write(channel, step.Entry.Alert, transition, now))];
    }

    private AlertDelivery Write(string channel, Alert alert, AlertTransition transition, DateTimeOffset now)
    {
        AlertChannel settings = options.ChannelOf(channel);
        bool isDigest = settings.DigestEvery > TimeSpan.Zero && alert.Severity <= settings.DigestUpTo;
        return new AlertDelivery
        {
            Id = GuidSource.Next(now),
            Channel = channel,
            Transition = transition,
            Alert = alert,
            CreatedAt = now,
            DueAt = isDigest ? NextDigest(settings.DigestEvery, now) : now,
            IsDigest = isDigest,
        };
    }

    private IEnumerable<string> ChannelsOf(AlertStep step, AlertRule rule)
    {
        int made = Math.Min(step.Entry.Escalations, rule.Escalations.Count);
        if (step.Transition == AlertTransition.Escalated) return Known([rule.Escalations[made - 1].Channel]);

        // The end is told to everybody who heard of it, the later ones too.
        IEnumerable<string> told = step.Transition == AlertTransition.Resolved
            ? rule.Escalations.Take(made).Select(escalation => escalation.Channel)
            : [];
        return Known(Usual(step.Entry.Alert, rule).Concat(told));
    }

    private IEnumerable<string> Usual(Alert alert, AlertRule rule)
    {
        if (rule.Channels.Count > 0) return rule.Channels;
        return options.Routes.Count == 0
            ? channels
            : options.Routes.Where(route => Matches(route, alert)).SelectMany(route => route.Channels);
    }

    // A channel that no sink serves would fill the outbox for ever; the validator has named it at start.
    private IEnumerable<string> Known(IEnumerable<string> names) => names.Distinct().Where(channels.Contains);

    private static bool Matches(AlertRoute route, Alert alert) =>
        alert.Severity >= route.MinSeverity
        && (route.Rules.Count == 0 || route.Rules.Any(rule => NamePattern.Matches(rule, alert.Rule)))
        && route.Where.All(filter => filter.Matches(AlertScope.ValueOf(alert.Scope, filter.Dimension)));

    // On a grid of its own, so that replicas and restarts send their digests at the same moments.
    private static DateTimeOffset NextDigest(TimeSpan interval, DateTimeOffset now) =>
        new(((now.UtcTicks / interval.Ticks) + 1) * interval.Ticks, TimeSpan.Zero);
}
