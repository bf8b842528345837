namespace TokenUsage;

/// <summary>Says what a rule looks at, from when on it matters, and who hears of it.</summary>
/// <remarks>Faults are reported at start, all of them together.</remarks>
public sealed class AlertRuleBuilder
{
    private AlertRule _rule;

    internal AlertRuleBuilder(string name) => _rule = new AlertRule { Name = name, Kind = AlertRuleKind.Custom };

    /// <summary>Looks at the used share of quotas.</summary>
    /// <param name="quota">The quota's name; a <c>*</c> at the end stands for any rest.</param>
    public AlertRuleBuilder Quota(string quota = "*") => Set(_rule with { Kind = AlertRuleKind.Quota, Quota = quota });

    /// <summary>Sums up the cost of the calendar period that runs, in dollars.</summary>
    public AlertRuleBuilder Cost(AlertPeriod period = AlertPeriod.Month, string timeZone = "UTC") =>
        Set(_rule with { Kind = AlertRuleKind.Cost, Period = period, TimeZone = timeZone });

    /// <summary>Watches how fast a monthly budget in dollars burns.</summary>
    /// <param name="budget">The month's budget.</param>
    /// <param name="windows">The windows; left out, an hour with 5 minutes and 6 hours with 30 minutes.</param>
    public AlertRuleBuilder BurnRate(decimal budget, params IReadOnlyList<AlertBurnWindow> windows) => Set(_rule with
    {
        Kind = AlertRuleKind.BurnRate,
        Budget = budget,
        BurnWindows = windows is { Count: > 0 } ? windows : _rule.BurnWindows,
    });

    /// <summary>Takes up what the watch for anomalies finds.</summary>
    public AlertRuleBuilder Anomaly() => Set(_rule with { Kind = AlertRuleKind.Anomaly });

    /// <summary>Asks whether the calendar month will pass a number of dollars.</summary>
    /// <param name="probability">How likely that must be: above 0 and at most 1.</param>
    public AlertRuleBuilder Forecast(double probability = 0.5) =>
        Set(_rule with { Kind = AlertRuleKind.Forecast, Probability = probability });

    /// <summary>Looks at the share of attempts that failed.</summary>
    public AlertRuleBuilder ErrorRate(TimeSpan window) =>
        Set(_rule with { Kind = AlertRuleKind.ErrorRate, Window = window });

    /// <summary>Looks at how long calls take, in seconds.</summary>
    public AlertRuleBuilder Latency(TimeSpan window, AlertPercentile percentile = AlertPercentile.P95) =>
        Set(_rule with { Kind = AlertRuleKind.Latency, Window = window, Percentile = percentile });

    /// <summary>Takes up models without a price.</summary>
    public AlertRuleBuilder UnpricedModel() => Set(_rule with { Kind = AlertRuleKind.UnpricedModel });

    /// <summary>Misses calls.</summary>
    public AlertRuleBuilder NoData(TimeSpan window) => Set(_rule with { Kind = AlertRuleKind.NoData, Window = window });

    /// <summary>Looks at the level of the monitor's parts (1 is degraded, 2 unhealthy), or at a number of one.</summary>
    public AlertRuleBuilder Health(string? component = null, string? number = null) =>
        Set(_rule with { Kind = AlertRuleKind.Health, Component = component, Number = number });

    /// <summary>Looks at how full disks and queues are.</summary>
    public AlertRuleBuilder Capacity(string? component = null) =>
        Set(_rule with { Kind = AlertRuleKind.Capacity, Component = component });

    /// <summary>Computes an expression over the totals of a window: <c>cost / calls</c>.</summary>
    public AlertRuleBuilder Custom(string expression, TimeSpan window) =>
        Set(_rule with { Kind = AlertRuleKind.Custom, Expression = expression, Window = window });

    /// <summary>Adds a threshold. Write the lowest first.</summary>
    public AlertRuleBuilder At(decimal threshold, AlertSeverity severity = AlertSeverity.Medium) =>
        Set(_rule with { Thresholds = [.. _rule.Thresholds, new AlertThreshold(threshold, severity)] });

    /// <summary>Gives each value of a dimension an alert of its own.</summary>
    public AlertRuleBuilder Per(Dimension dimension) => Set(_rule with { Per = dimension });

    /// <summary>Looks only at calls whose dimension has one of the values.</summary>
    public AlertRuleBuilder Where(Dimension dimension, params IReadOnlyList<string> values) =>
        Set(_rule with { Where = [.. _rule.Where, UsageFilter.In(dimension, values)] });

    /// <summary>Sets how many attempts a window must have to mean something.</summary>
    public AlertRuleBuilder MinCalls(int calls) => Set(_rule with { MinCalls = calls });

    /// <summary>Names the channels, instead of going by the routes.</summary>
    public AlertRuleBuilder To(params IReadOnlyList<string> channels) => Set(_rule with { Channels = channels });

    /// <summary>Tells a channel when nobody has acknowledged for a time.</summary>
    public AlertRuleBuilder EscalateTo(string channel, TimeSpan after) =>
        Set(_rule with { Escalations = [.. _rule.Escalations, new AlertEscalation(after, channel)] });

    /// <summary>Sets how often to remind of what nobody acknowledged; <see langword="null"/> for never.</summary>
    public AlertRuleBuilder RemindEvery(TimeSpan? interval) => Set(_rule with { RemindEvery = interval });

    /// <summary>Sets how long an alert that has ended must rest before the same is raised anew.</summary>
    public AlertRuleBuilder CoolDown(TimeSpan time) => Set(_rule with { CoolDown = time });

    /// <summary>Sets how long what the rule looks at must hold for an alert to be raised.</summary>
    public AlertRuleBuilder RaiseAfter(TimeSpan time) => Set(_rule with { RaiseAfter = time });

    /// <summary>Sets how long all must be well for the alert to be over.</summary>
    public AlertRuleBuilder ResolveAfter(TimeSpan time) => Set(_rule with { ResolveAfter = time });

    /// <summary>Sends no message at the end.</summary>
    public AlertRuleBuilder WithoutRecovery() => Set(_rule with { NotifyRecovery = false });

    /// <summary>Allows thresholds of shares above 1.</summary>
    public AlertRuleBuilder AllowAbove100Percent() => Set(_rule with { AllowAbove100Percent = true });

    /// <summary>Changes what the other members do not reach.</summary>
    public AlertRuleBuilder With(Func<AlertRule, AlertRule> change)
    {
        ArgumentNullException.ThrowIfNull(change);

        return Set(change(_rule));
    }

    internal AlertRule Build() => _rule;

    private AlertRuleBuilder Set(AlertRule rule)
    {
        _rule = rule;
        return this;
    }
}
