using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Asks the parts of the monitor how they are, and how full what can be full is.</summary>
internal sealed class HealthEvaluator(IMonitorHealth health) : IAlertEvaluator
{
    private const string FreeSuffix = "_free_share";

    private const string Host = "host";

    public bool KnowsThePast => false;

    public bool Decides(AlertEntry entry) =>
        !entry.Alert.Metadata.TryGetValue(Host, out string? host) || host == Environment.MachineName;

    public bool Serves(AlertRuleKind kind) => kind is AlertRuleKind.Health or AlertRuleKind.Capacity;

    public async ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        MonitorHealth state = await health.CheckAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<ComponentHealth> parts = state.Components.Where(
            part => rule.Component is null || string.Equals(rule.Component, part.Name, StringComparison.Ordinal));
        return [.. parts.SelectMany(part => rule.Kind == AlertRuleKind.Capacity
            ? Capacity(rule, part)
            : rule.Number is { } number ? Number(rule, part, number) : Level(rule, part))];
    }

    private static IEnumerable<AlertSignal> Level(AlertRule rule, ComponentHealth part) =>
        Signal(
            rule, part, part.Name, (decimal)(int)part.Level,
            $"{part.Name}: {part.Description} {part.Recommendation}".Trim());

    private static IEnumerable<AlertSignal> Number(AlertRule rule, ComponentHealth part, string number) =>
        part.Numbers.TryGetValue(number, out double value) && double.IsFinite(value)
            ? Signal(
                rule, part, $"{part.Name}.{number}", ToDecimal(value),
                $"{number} of {part.Name} is {Text(number, value)}.")
            : [];

    // What is full: a share that is taken, a share that is free, or a number with a capacity beside it.
    private static IEnumerable<AlertSignal> Capacity(AlertRule rule, ComponentHealth part)
    {
        foreach ((string name, double value) in part.Numbers)
        {
            bool isFree = name.EndsWith(FreeSuffix, StringComparison.Ordinal);
            if (!isFree || (rule.Number is not null && rule.Number != name)) continue;
            decimal used = 1 - ToDecimal(Math.Clamp(value, 0, 1));
            string what = name[..^FreeSuffix.Length];
            foreach (AlertSignal signal in Signal(
                rule, part, $"{part.Name}.{what}", used, $"{what} of {part.Name} is {AlertText.Percent(used)} full."))
            {
                yield return signal;
            }
        }

        if (!part.Numbers.TryGetValue("capacity", out double capacity) || capacity <= 0) yield break;
        if (!part.Numbers.TryGetValue("pending", out double pending)) yield break;
        decimal share = ToDecimal(Math.Clamp(pending / capacity, 0, 1));
        foreach (AlertSignal signal in Signal(
            rule, part, $"{part.Name}.queue", share, $"The queue of {part.Name} is {AlertText.Percent(share)} full."))
        {
            yield return signal;
        }
    }

    private static IEnumerable<AlertSignal> Signal(
        AlertRule rule, ComponentHealth part, string subject, decimal value, string message)
    {
        if (Thresholds.Compare(rule, value, _ => message) is not { } signal) yield break;
        yield return signal with
        {
            Subject = $"{subject}@{Environment.MachineName}",
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["component"] = part.Name,
                [Host] = Environment.MachineName,
            },
        };
    }

    private static string Text(string number, double value) => number.EndsWith("_share", StringComparison.Ordinal)
        ? AlertText.Percent(ToDecimal(value)) : AlertText.Number(ToDecimal(value));

    private static decimal ToDecimal(double value) => (decimal)Math.Clamp(value, -1e27, 1e27);
}
