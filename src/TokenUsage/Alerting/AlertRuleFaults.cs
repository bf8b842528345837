using TokenUsage.Alerting.Rules;

namespace TokenUsage.Alerting;

/// <summary>Finds what is wrong with a rule.</summary>
internal static class AlertRuleFaults
{
    private const int MostLetters = 100;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    public static IEnumerable<string> Of(AlertRule rule) =>
        Naming(rule).Concat(Numbers(rule)).Concat(Kind(rule)).Concat(Times(rule)).Concat(Words(rule));

    private static IEnumerable<string> Naming(AlertRule rule)
    {
        bool isSound = rule.Name.Length is >= 1 and <= MostLetters
            && rule.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
        if (!isSound) yield return $"the name must be 1 to {MostLetters} letters, digits, '-', '_' or '.'.";
        if (!Enum.IsDefined(rule.Kind)) yield return $"Kind is {rule.Kind}, which does not exist.";
    }

    private static IEnumerable<string> Numbers(AlertRule rule)
    {
        bool needsThresholds = rule.Kind is not (AlertRuleKind.UnpricedModel or AlertRuleKind.NoData
            or AlertRuleKind.Anomaly or AlertRuleKind.BurnRate);
        if (needsThresholds && rule.Thresholds.Count == 0) yield return "it has no threshold.";

        bool isShare = rule.Kind is AlertRuleKind.Quota or AlertRuleKind.ErrorRate or AlertRuleKind.Capacity
            || rule.Number?.EndsWith("_share", StringComparison.Ordinal) == true;
        for (int i = 0; i < rule.Thresholds.Count; i++)
        {
            AlertThreshold threshold = rule.Thresholds[i];
            if (threshold.Value <= 0) yield return $"a threshold is {threshold.Value}; it must be above 0.";
            if (!Enum.IsDefined(threshold.Severity)) yield return $"{threshold.Severity} is no severity.";
            if (isShare && threshold.Value > 1 && !rule.AllowAbove100Percent)
            {
                yield return $"a threshold is {threshold.Value}, which is {AlertText.Percent(threshold.Value)}. Write "
                    + "0.8 for 80 %, or set AllowAbove100Percent.";
            }

            if (i > 0 && threshold.Value <= rule.Thresholds[i - 1].Value)
            {
                yield return $"the threshold {threshold.Value} follows {rule.Thresholds[i - 1].Value}; "
                    + "write the lowest first.";
            }

        }

        if (rule.MinCalls < 1) yield return $"MinCalls is {rule.MinCalls}; it must be from 1.";
        if (rule.Probability is not (> 0 and <= 1))
            yield return $"Probability is {rule.Probability}; it must be above 0 and at most 1.";
    }

    private static IEnumerable<string> Kind(AlertRule rule)
    {
        if (rule.Kind == AlertRuleKind.BurnRate)
        {
            if (rule.Budget is not > 0) yield return "Budget is missing; set the month's budget in dollars.";
            if (rule.BurnWindows.Count == 0) yield return "BurnWindows is empty.";
            foreach (AlertBurnWindow window in rule.BurnWindows)
            {
                bool isSound = window.Factor > 0 && window.Recent >= Minute && window.Recent < window.Length
                    && window.Length <= LongestWindow;
                if (!isSound)
                    yield return $"the burn window {window.Length}/{window.Recent} at {window.Factor} is unsound.";
            }
        }

        if (rule.Kind == AlertRuleKind.Custom && ExpressionFault(rule.Expression) is { } fault)
            yield return $"Expression: {fault}";
        if (rule.Number is not null && rule.Component is null && rule.Kind == AlertRuleKind.Health)
            yield return $"Number is '{rule.Number}' and Component is missing: name the part that has it.";
    }

    private static string? ExpressionFault(string? expression)
    {
        if (string.IsNullOrWhiteSpace(expression)) return "it is missing; write one such as cost / calls.";
        try
        {
            _ = AlertExpression.Parse(expression);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private static IEnumerable<string> Times(AlertRule rule)
    {
        if (rule.Window < Minute || rule.Window > LongestWindow)
            yield return $"Window is {rule.Window}; it must be from {Minute} to {LongestWindow}.";
        if (rule.CoolDown < TimeSpan.Zero) yield return $"CoolDown is {rule.CoolDown}; it must be from zero.";
        if (rule.RaiseAfter < TimeSpan.Zero || rule.RaiseAfter > LongestWait)
            yield return $"RaiseAfter is {rule.RaiseAfter}; it must be from zero to {LongestWait}.";
        if (rule.RaiseAfter > TimeSpan.Zero && !CanHold(rule.Kind))
        {
            yield return $"RaiseAfter is {rule.RaiseAfter}, and a rule of kind {rule.Kind} looks at a sum or an event, "
                + "which does not pass by itself; leave it out.";
        }

        if (rule.ResolveAfter < TimeSpan.Zero)
            yield return $"ResolveAfter is {rule.ResolveAfter}; it must be from zero.";
        if (rule.RemindEvery < Minute) yield return $"RemindEvery is {rule.RemindEvery}; it must be from {Minute}.";
        if (rule.ExpireAfter < Minute) yield return $"ExpireAfter is {rule.ExpireAfter}; it must be from {Minute}.";
        for (int i = 1; i < rule.Escalations.Count; i++)
        {
            if (rule.Escalations[i].After < rule.Escalations[i - 1].After)
                yield return $"the escalation after {rule.Escalations[i].After} stands behind a later one.";
        }
    }

    private static bool CanHold(AlertRuleKind kind) => kind is AlertRuleKind.ErrorRate or AlertRuleKind.Latency
        or AlertRuleKind.NoData or AlertRuleKind.Health or AlertRuleKind.Capacity or AlertRuleKind.Custom;

    private static IEnumerable<string> Words(AlertRule rule)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(rule.TimeZone, out _))
            yield return $"TimeZone is '{rule.TimeZone}', which this machine does not know.";
        foreach (Dimension dimension in rule.Where.Select(filter => filter.Dimension)
            .Concat(rule.Per is { } per ? [per] : []))
        {
            if (!Dimension.TryParse(dimension.Name, out _)) yield return $"'{dimension}' is no dimension.";
        }
    }
}
