using System.Collections.Concurrent;
using TokenUsage.Admission;

namespace TokenUsage.Redis.Outage;

/// <summary>What this process knows without the server: counters it has seen, and its own open calls.</summary>
/// <remarks>
/// One lock, since it is only taken while the server is away, when a call costs nothing else. Bounded by the number of
/// counters; what is not followed is refused during an outage.
/// </remarks>
internal sealed class LocalBook(int mostCounters, int processes)
{
    private const long IdleMicros = 600_000_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, FollowedCounter> _counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, OpenLease> _open = new();
    private int _outage;

    public int CounterCount => _counters.Count;

    public int OpenCount => _open.Count;

    public IEnumerable<FollowedCounter> Counters => _counters.Values;

    public IEnumerable<KeyValuePair<Guid, OpenLease>> Open => _open;

    /// <summary>Gets the counter of a line; <see langword="null"/> when as many as may be are followed already.</summary>
    public FollowedCounter? Follow(string key, in LedgerLine line, long nowMicros)
    {
        if (!_counters.TryGetValue(key, out FollowedCounter? counter))
        {
            if (_counters.Count >= mostCounters) return null;
            counter = _counters.GetOrAdd(key, new FollowedCounter(key, line));
        }

        counter.TouchedMicros = nowMicros;
        return counter;
    }

    public void Track(Guid id, OpenLease lease) => _open[id] = lease;

    public OpenLease? Find(Guid id) => _open.GetValueOrDefault(id);

    public void Forget(Guid id)
    {
        if (_open.TryRemove(id, out OpenLease? lease)) HandOver(lease);
    }

    /// <summary>Begins another outage: shares are reckoned anew, from what was seen last.</summary>
    public void BeginOutage()
    {
        lock (_gate) _outage++;
    }

    /// <summary>Holds a claim here, of all its lines or of none.</summary>
    /// <returns>The line that has no room; -1 when it is held.</returns>
    public int TryHold(LedgerClaim claim, OpenLease lease, long nowMicros, bool isLimited)
    {
        lock (_gate)
        {
            for (int i = 0; i < claim.Count; i++)
            {
                ref readonly LedgerLine line = ref claim.Lines[i];
                bool fits = lease.Counters[i]?.Admits(line, nowMicros, _outage, processes) ?? false;
                if (fits) continue;

                LedgerBalance seen = lease.Counters[i]?.Read(_outage) ?? default;
                claim.SetBalance(i, seen with { Exceeds = true });
                if (isLimited && line.Enforced) return i;
            }

            for (int i = 0; i < claim.Count; i++) lease.Counters[i]?.Hold(lease.Amounts[i], nowMicros, _outage);
            lease.IsLocal = true;
            _open[claim.Id] = lease;
            return -1;
        }
    }

    /// <summary>Settles a call that only this process knows of; what it used is charged when the server is back.</summary>
    public bool TrySettle(LedgerClaim claim, in QuotaAmounts actual, long nowMicros)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(claim.Id, out OpenLease? lease) || !lease.IsLocal || lease.MayBeShared) return false;

            _open.TryRemove(claim.Id, out _);
            for (int i = 0; i < claim.Count && i < lease.Counters.Length; i++)
            {
                if (lease.Counters[i] is not { } counter) continue;
                counter.Settle(lease.Amounts[i], actual.Of(claim.Lines[i].Unit), nowMicros);
                claim.SetBalance(i, counter.Read(_outage));
            }

            return true;
        }
    }

    public LedgerBalance Read(FollowedCounter? counter)
    {
        lock (_gate) return counter?.Read(_outage) ?? default;
    }

    /// <summary>Notes that the server is about to be told of a call: from now on it is settled there.</summary>
    /// <returns><see langword="false"/> when it has ended meanwhile, so that nothing must be held for it.</returns>
    public bool TryDoubt(Guid id, OpenLease lease)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(id, out OpenLease? open) || open != lease) return false;

            lease.MayBeShared = true;
            return true;
        }
    }

    /// <summary>Notes that the server holds a call from now on.</summary>
    public void HandOver(OpenLease lease)
    {
        lock (_gate)
        {
            if (!lease.IsLocal) return;

            lease.IsLocal = false;
            for (int i = 0; i < lease.Counters.Length; i++) lease.Counters[i]?.HandOver(lease.Amounts[i]);
        }
    }

    /// <summary>Gets the counters that have something to be charged.</summary>
    public IReadOnlyList<FollowedCounter> Gather()
    {
        lock (_gate) return [.. _counters.Values.Where(counter => counter.Gather())];
    }

    public void Sent(FollowedCounter counter, Guid id)
    {
        lock (_gate) counter.Sent(id);
    }

    /// <summary>Drops what has ended: counters that nobody uses any more, and calls whose leases nobody renewed.</summary>
    public void Trim(long nowMicros)
    {
        foreach ((Guid id, OpenLease lease) in _open)
        {
            if (lease.DueMicros <= nowMicros && !lease.IsLocal) _open.TryRemove(id, out _);
        }

        if (_counters.Count < mostCounters / 2) return;

        lock (_gate)
        {
            foreach ((string key, FollowedCounter counter) in _counters)
            {
                bool hasEnded = counter.Line.Window.EndMicros <= nowMicros
                    || counter.TouchedMicros + IdleMicros <= nowMicros;
                if (hasEnded && counter.IsIdle) _counters.TryRemove(key, out _);
            }
        }
    }
}
