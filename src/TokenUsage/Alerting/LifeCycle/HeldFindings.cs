namespace TokenUsage.Alerting.LifeCycle;

/// <summary>Remembers since when what rules find has held, for those that want it to hold for a time.</summary>
/// <remarks>
/// In memory: a process that starts waits anew, for it has seen nothing hold yet. Kept in the store, every look would be a
/// write. An alert that fires already needs no waiting: it stays as long as something is found.
/// </remarks>
internal sealed class HeldFindings
{
    // By rule and fingerprint: since when each level, from the lowest, has been reached without a break.
    private readonly Dictionary<string, Dictionary<string, DateTimeOffset[]>> _since = new(StringComparer.Ordinal);

    /// <summary>Keeps what has held for as long as the rule wants. To be asked at every look, also when nothing is found.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="found">All that it finds now.</param>
    /// <param name="levelOf">The level at which the alert of a fingerprint fires; 0 when none does.</param>
    /// <param name="now">The moment of the look.</param>
    public IReadOnlyList<AlertSignal> Sift(
        AlertRule rule, IReadOnlyList<AlertSignal> found, Func<string, int> levelOf, DateTimeOffset now)
    {
        if (rule.RaiseAfter <= TimeSpan.Zero) return found;

        Dictionary<string, DateTimeOffset[]>? before = _since.GetValueOrDefault(rule.Name);
        var after = new Dictionary<string, DateTimeOffset[]>(StringComparer.Ordinal);
        List<AlertSignal> held = [];
        foreach (AlertSignal signal in found)
        {
            string fingerprint = signal.Fingerprint;
            DateTimeOffset[]? known = before?.GetValueOrDefault(fingerprint);
            DateTimeOffset[] since =
                [.. Enumerable.Range(0, signal.Level).Select(i => i < known?.Length ? known[i] : now)];
            after[fingerprint] = since;
            int level = Math.Max(levelOf(fingerprint), since.Count(from => now - from >= rule.RaiseAfter));
            if (level >= signal.Level) held.Add(signal);
            else if (level > 0) held.Add(At(level, signal, rule));
        }

        _since[rule.Name] = after;
        return held;
    }

    // A further threshold is passed, and not for long enough: until then, the lower one holds.
    private static AlertSignal At(int level, AlertSignal signal, AlertRule rule)
    {
        if (level > rule.Thresholds.Count) return signal with { Level = level };
        AlertThreshold threshold = rule.Thresholds[level - 1];
        return signal with { Level = level, Severity = threshold.Severity, Threshold = threshold.Value };
    }
}
