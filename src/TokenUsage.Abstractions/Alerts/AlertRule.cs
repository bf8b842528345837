namespace TokenUsage;

/// <summary>What is worth an alert, how urgent it is, and who hears of it.</summary>
public sealed record AlertRule
{
    /// <summary>Gets the name, by which alerts are reported and routed.</summary>
    /// <value>From 1 to 100 letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</value>
    public required string Name { get; init; }

    /// <summary>Gets what the rule looks at.</summary>
    public required AlertRuleKind Kind { get; init; }

    /// <summary>Gets the thresholds, lowest first; passing a further one is another message.</summary>
    public IReadOnlyList<AlertThreshold> Thresholds { get; init; } = [];

    /// <summary>Gets whether thresholds of shares may lie above 1: a share above 100 % is else taken for a slip.</summary>
    public bool AllowAbove100Percent { get; init; }

    /// <summary>Gets the time that rates, latency and silence are measured over.</summary>
    /// <value>From a minute to 31 days. The default is 5 minutes.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the calendar period of a <see cref="AlertRuleKind.Cost"/> rule.</summary>
    public AlertPeriod Period { get; init; }

    /// <summary>Gets the IANA name of the time zone in which periods begin.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gets the dimension each value of which has an alert of its own; <see langword="null"/> for one of all.</summary>
    /// <remarks>The 100 largest values are looked at.</remarks>
    public Dimension? Per { get; init; }

    /// <summary>Gets the conditions that calls must fulfil, all of them.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];

    /// <summary>Gets how many attempts a window must have for its rate or latency to mean something.</summary>
    /// <value>From 1. The default is 20.</value>
    public int MinCalls { get; init; } = 20;

    /// <summary>Gets the quota that a <see cref="AlertRuleKind.Quota"/> rule looks at; a <c>*</c> at its end stands for any rest.</summary>
    public string Quota { get; init; } = "*";

    /// <summary>Gets which time a <see cref="AlertRuleKind.Latency"/> rule looks at.</summary>
    public AlertPercentile Percentile { get; init; }

    /// <summary>Gets the monthly budget of a <see cref="AlertRuleKind.BurnRate"/> rule, in dollars.</summary>
    public decimal? Budget { get; init; }

    /// <summary>Gets the windows of a <see cref="AlertRuleKind.BurnRate"/> rule.</summary>
    /// <value>The default is 1 hour with 5 minutes at 14.4 times, and 6 hours with 30 minutes at 6 times the even pace.</value>
    public IReadOnlyList<AlertBurnWindow> BurnWindows { get; init; } =
    [
        new(TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), 6m, AlertSeverity.High),
        new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 14.4m, AlertSeverity.Critical),
    ];

    /// <summary>Gets how likely a <see cref="AlertRuleKind.Forecast"/> rule wants the crossing to be.</summary>
    /// <value>Above 0 and at most 1. The default is 0.5.</value>
    public double Probability { get; init; } = 0.5;

    /// <summary>Gets the part of the monitor that a rule about health looks at; <see langword="null"/> for every part.</summary>
    public string? Component { get; init; }

    /// <summary>Gets the number of that part; <see langword="null"/> for its level: 1 is degraded, 2 unhealthy.</summary>
    public string? Number { get; init; }

    /// <summary>Gets the expression of a <see cref="AlertRuleKind.Custom"/> rule: <c>cost / calls</c>.</summary>
    /// <remarks>
    /// Names are those of <see cref="UsageTotals"/>: cost, calls, attempts, succeeded, failed, refused, interrupted, cached,
    /// tokens, input, output, reasoning, avoided, unpriced, users, mean, p50, p95, p99. A division by zero is nothing.
    /// </remarks>
    public string? Expression { get; init; }

    /// <summary>Gets how long an alert that has ended must rest before the same may be raised anew.</summary>
    /// <value>From zero. The default is 15 minutes.</value>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets how often to remind of an alert that nobody has acknowledged; <see langword="null"/> for never.</summary>
    /// <value>From a minute. The default is a day.</value>
    public TimeSpan? RemindEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Gets how long what the rule looks at must hold, at every look, for an alert to be raised or to worsen: a processor that
    /// is busy for a moment is no news.
    /// </summary>
    /// <value>From zero to a day; for rules about rates, latency, silence, health, capacity and expressions. The default is zero.</value>
    /// <remarks>Each process counts for itself and begins at its start.</remarks>
    public TimeSpan RaiseAfter { get; init; }

    /// <summary>Gets how long all must be well for the alert to be over.</summary>
    /// <value>From zero. The default is zero.</value>
    public TimeSpan ResolveAfter { get; init; }

    /// <summary>Gets how long an alert about an event lasts that does not happen again: an anomaly, an unpriced model.</summary>
    /// <value>From a minute. The default is a day.</value>
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Gets whether the channels that heard of an alert hear of its end too.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool NotifyRecovery { get; init; } = true;

    /// <summary>Gets the channels; empty to go by the routes.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Gets whom to tell when nobody acknowledges, in the order of time.</summary>
    public IReadOnlyList<AlertEscalation> Escalations { get; init; } = [];
}
