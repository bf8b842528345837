using TokenUsage.Alerting;

namespace TokenUsage.Storage;

/// <summary>Keeps alerts and their messages in memory, the latest 10,000 of each.</summary>
internal sealed class InMemoryAlertStore : IAlertStore
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly List<AlertEntry> _entries = []; // in the order in which they were raised
    private readonly Dictionary<string, AlertEntry> _latest = new(StringComparer.Ordinal);
    private readonly List<AlertDelivery> _deliveries = [];
    private readonly List<AlertSilence> _silences = [];
    private readonly Dictionary<string, (string Holder, DateTimeOffset Until, DateTimeOffset RestsUntil)> _channels =
        new(StringComparer.Ordinal);

    private long _sequence;

    public ValueTask<AlertEntry?> FindAsync(string fingerprint, CancellationToken cancellationToken)
    {
        lock (_lock) return ValueTask.FromResult(_latest.GetValueOrDefault(fingerprint));
    }

    public ValueTask<AlertEntry?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_lock) return ValueTask.FromResult(_entries.FindLast(entry => entry.Alert.Id == id));
    }

    public ValueTask<bool> TryChangeAsync(AlertChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);

        lock (_lock)
        {
            AlertEntry entry = change.Entry;
            AlertEntry? latest = _latest.GetValueOrDefault(entry.Alert.Fingerprint);
            if ((latest?.Version ?? 0) != entry.Version - 1) return ValueTask.FromResult(false);

            if (latest?.Alert.Id == entry.Alert.Id) _entries[_entries.LastIndexOf(latest)] = entry;
            else _entries.Add(entry);
            _latest[entry.Alert.Fingerprint] = entry;
            foreach (AlertDelivery delivery in change.Deliveries)
            {
                _deliveries.Add(delivery with { Sequence = ++_sequence });
            }

            Trim();
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<IReadOnlyList<AlertEntry>> ReadAsync(AlertQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<AlertEntry>>(
                [.. Enumerable.Reverse(_entries).Where(e => query.Matches(e.Alert)).Take(query.Limit)]);
        }
    }

    public ValueTask<IReadOnlyList<AlertDelivery>> ClaimAsync(
        string channel, string holder, DateTimeOffset now, TimeSpan lease, int most,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_channels.TryGetValue(channel, out var held)
                && (now < held.RestsUntil || (now < held.Until && held.Holder != holder)))
            {
                return ValueTask.FromResult<IReadOnlyList<AlertDelivery>>([]);
            }

            AlertDelivery[] due =
            [
                .. _deliveries
                    .Where(d => d.State == AlertDeliveryState.Waiting && d.Channel == channel && d.DueAt <= now)
                    .OrderBy(d => d.DueAt).ThenBy(d => d.Sequence).Take(most),
            ];
            if (due.Length > 0) _channels[channel] = (holder, now + lease, default);
            return ValueTask.FromResult<IReadOnlyList<AlertDelivery>>(due);
        }
    }

    public ValueTask CompleteAsync(
        string channel, string holder, IReadOnlyList<AlertDelivery> deliveries, DateTimeOffset? restUntil,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deliveries);

        lock (_lock)
        {
            foreach (AlertDelivery delivery in deliveries)
            {
                int index = _deliveries.FindIndex(d => d.Id == delivery.Id);
                if (index >= 0) _deliveries[index] = delivery;
            }

            if (_channels.TryGetValue(channel, out var held) && held.Holder == holder)
                _channels[channel] = (holder, default, restUntil ?? default);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AlertDelivery>> ReadDeliveriesAsync(
        AlertDeliveryState? state, int most, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<AlertDelivery>>(
                [.. Enumerable.Reverse(_deliveries).Where(d => state is null || d.State == state).Take(most)]);
        }
    }

    public ValueTask AddSilenceAsync(AlertSilence silence, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _silences.Add(silence);
            if (_silences.Count > Most) _silences.RemoveAt(0);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AlertSilence>> ReadSilencesAsync(
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<AlertSilence>>(
                _silences.Count == 0 ? [] : [.. _silences.Where(silence => silence.Until > now)]);
        }
    }

    public ValueTask PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Drop(entry => entry.Alert.EndedAt < before
                && !(entry.Alert.State == AlertState.Dismissed && entry.CalmSince is null && IsLatest(entry)));
            _deliveries.RemoveAll(delivery => delivery.EndedAt < before);
            _silences.RemoveAll(silence => silence.Until < before);
        }

        return ValueTask.CompletedTask;
    }

    private bool IsLatest(AlertEntry entry) =>
        _latest.TryGetValue(entry.Alert.Fingerprint, out AlertEntry? latest) && ReferenceEquals(latest, entry);

    // A tenth at once: what has ended first, so that what fires is never forgotten before it.
    private void Trim()
    {
        if (_entries.Count > Most)
        {
            HashSet<AlertEntry> old =
                [.. _entries.OrderBy(e => e.Alert.EndedAt is null).ThenBy(e => e.Alert.RaisedAt).Take(Most / 10)];
            Drop(old.Contains);
        }

        if (_deliveries.Count <= Most) return;
        HashSet<AlertDelivery> done =
        [
            .. _deliveries.OrderBy(d => d.State == AlertDeliveryState.Waiting).ThenBy(d => d.Sequence).Take(Most / 10),
        ];
        _deliveries.RemoveAll(done.Contains);
    }

    private void Drop(Func<AlertEntry, bool> isOld)
    {
        HashSet<AlertEntry> old = [.. _entries.Where(isOld)];
        foreach (AlertEntry entry in old.Where(IsLatest))
        {
            _latest.Remove(entry.Alert.Fingerprint);
        }

        _entries.RemoveAll(entry => old.Contains(entry));
    }
}
