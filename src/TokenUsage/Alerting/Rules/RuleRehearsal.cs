using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Goes through a time that is over as if the rule had been there: the same evaluator, the same life cycle.</summary>
internal sealed class RuleRehearsal(IEnumerable<IAlertEvaluator> evaluators, TimeProvider time)
{
    private const int MostLooks = 1_000;
    private const int MostNotices = 1_000;
    private static readonly TimeSpan FinestStep = TimeSpan.FromMinutes(1);

    public async ValueTask<AlertTest> RunAsync(AlertRule rule, TimeRange range, CancellationToken cancellationToken)
    {
        IAlertEvaluator evaluator = evaluators.FirstOrDefault(e => e.Serves(rule.Kind) && e.KnowsThePast)
            ?? throw new ArgumentException(
                $"Rule '{rule.Name}' looks at {rule.Kind}, of which no history is kept.", nameof(rule));
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset to = range.To ?? now;
        DateTimeOffset from = range.From ?? to - (range.Length ?? TimeSpan.FromDays(1));
        TimeSpan step = (to - from) / MostLooks;
        if (step < FinestStep) step = FinestStep;

        var entries = new Dictionary<string, AlertEntry>(StringComparer.Ordinal);
        List<AlertNotice> notices = [];
        var held = new HeldFindings();
        int looks = 0;
        for (DateTimeOffset at = from + step; at <= to && looks < MostLooks; at += step, looks++)
        {
            IReadOnlyList<AlertSignal> signals = held.Sift(
                rule,
                await evaluator.EvaluateAsync(rule, at, cancellationToken).ConfigureAwait(false),
                fingerprint => entries.GetValueOrDefault(fingerprint) is { } entry && AlertMachine.IsActive(entry)
                    ? entry.Level : 0,
                at);
            foreach (AlertStep taken in Take(rule, signals, entries, at))
            {
                entries[taken.Entry.Alert.Fingerprint] = taken.Entry;
                if (!taken.IsTold || notices.Count >= MostNotices) continue;
                notices.Add(new AlertNotice
                {
                    Id = taken.Entry.Alert.Id,
                    Transition = taken.Transition!.Value,
                    Alerts = [taken.Entry.Alert],
                    At = at,
                });
            }
        }

        return new AlertTest { Rule = rule.Name, Evaluations = looks, Notices = notices };
    }

    private static List<AlertStep> Take(
        AlertRule rule, IReadOnlyList<AlertSignal> signals, Dictionary<string, AlertEntry> entries, DateTimeOffset at)
    {
        List<AlertStep> steps = [];
        HashSet<string> found = [.. signals.Select(signal => signal.Fingerprint)];
        foreach (AlertSignal signal in signals)
        {
            AlertEntry? entry = entries.GetValueOrDefault(signal.Fingerprint);
            if (AlertMachine.Find(entry, signal, rule, isSilent: false, at) is { } step) steps.Add(step);
        }

        foreach ((string fingerprint, AlertEntry entry) in entries)
        {
            if (found.Contains(fingerprint)) continue;
            if (AlertMachine.Calm(entry, rule, isSilent: false, at) is { } step) steps.Add(step);
        }

        return steps;
    }
}
