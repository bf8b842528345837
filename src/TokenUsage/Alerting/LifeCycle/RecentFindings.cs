using System.Collections.Concurrent;

namespace TokenUsage.Alerting.LifeCycle;

/// <summary>Remembers for seconds what was found: a threshold that a thousand calls a second are beyond is not a thousand reads.</summary>
internal sealed class RecentFindings(TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (AlertEntry Entry, DateTimeOffset At)> _findings =
        new(StringComparer.Ordinal);

    public bool Covers(string fingerprint, int level, out AlertEntry? entry)
    {
        bool isKnown = _findings.TryGetValue(fingerprint, out (AlertEntry Entry, DateTimeOffset At) finding)
            && AlertMachine.IsActive(finding.Entry)
            && finding.Entry.Level >= level
            && finding.Entry.CalmSince is null
            && time.GetUtcNow() - finding.At < Kept;
        entry = isKnown ? finding.Entry : null;
        return isKnown;
    }

    public void Note(AlertEntry entry)
    {
        // Emptied rather than aged: losing all of it costs one read each.
        if (_findings.Count >= Most) _findings.Clear();
        _findings[entry.Alert.Fingerprint] = (entry, time.GetUtcNow());
    }

    public void Forget(string fingerprint) => _findings.TryRemove(fingerprint, out _);
}
