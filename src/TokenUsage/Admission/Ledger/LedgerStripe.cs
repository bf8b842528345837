using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace TokenUsage.Admission.Ledger;

/// <summary>A share of the ledger's accounts and leases, and the lock that guards it.</summary>
internal sealed class LedgerStripe(int remembered)
{
    private readonly Dictionary<CounterKey, LedgerCounter> _counters = [];
    private readonly Dictionary<Guid, LeaseEntry> _leases = [];
    private readonly Stack<Lease> _spare = [];

    // Ids that were resolved, oldest overwritten first: what makes a repeated message harmless, in bounded memory.
    private readonly Guid[] _resolved = new Guid[remembered];
    private int _nextResolved;

    public Lock Gate { get; } = new();

    public int CounterCount => _counters.Count;

    public int LeaseCount => _leases.Count;

    public LedgerCounter? Find(in LedgerLine line)
    {
        if (line.Account.Hint is LedgerCounter hinted && hinted.IsKeptIn(this, line.Window.Id)) return hinted;

        LedgerCounter? found = _counters.GetValueOrDefault(new CounterKey(line.Account, line.Window.Id));
        if (found is not null) line.Account.Hint = found;
        return found;
    }

    public void Add(in LedgerLine line, LedgerCounter counter)
    {
        _counters.Add(new CounterKey(line.Account, line.Window.Id), counter);
        counter.Home = this;
        line.Account.Hint = counter;
    }

    public bool TryGetLease(Guid id, out LeaseEntry entry) => _leases.TryGetValue(id, out entry);

    /// <summary>
    /// Opens an empty lease, unless the id is known already: then says whether its lease is still open.
    /// </summary>
    public bool TryOpen(Guid id, [NotNullWhen(true)] out Lease? lease, out bool isOpen)
    {
        ref LeaseEntry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_leases, id, out bool isKnown);
        isOpen = entry.Open is not null;
        lease = null;
        if (isKnown) return false;

        entry.Open = lease = _spare.TryPop(out Lease? spare) ? spare : new Lease();
        return true;
    }

    /// <summary>Takes back a lease that was opened and could not be filled, before the stripe is left.</summary>
    public void Withdraw(Guid id, Lease lease)
    {
        _leases.Remove(id);
        GiveBack(lease);
    }

    /// <summary>
    /// Gets what is known of an id, to be changed in place. One that is not known is added, to be closed.
    /// </summary>
    public ref LeaseEntry EntryOf(Guid id, out bool isKnown) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_leases, id, out isKnown);

    /// <summary>Remembers that an id is resolved, and takes back its lease.</summary>
    public void Close(ref LeaseEntry entry, Guid id, bool isKnown, bool hasExpired)
    {
        bool isRemembered = isKnown && entry.Open is null;
        if (entry.Open is { } lease) GiveBack(lease);

        entry = new LeaseEntry { HasExpired = hasExpired };
        if (!isRemembered) Remember(id);
    }

    public void CollectDue(long nowMicros, List<Guid> due)
    {
        foreach ((Guid id, LeaseEntry entry) in _leases)
        {
            if (entry.Open is { } lease && lease.DueMicros <= nowMicros) due.Add(id);
        }
    }

    public int DropClosedCounters(long nowMicros)
    {
        int dropped = 0;
        foreach ((CounterKey key, LedgerCounter counter) in _counters)
        {
            if (!counter.CanLeave(nowMicros)) continue;
            _counters.Remove(key);
            counter.Home = null;
            dropped++;
        }

        return dropped;
    }

    private void GiveBack(Lease lease)
    {
        lease.Clear();
        if (_spare.Count < remembered) _spare.Push(lease);
    }

    private void Remember(Guid id)
    {
        ref Guid oldest = ref _resolved[_nextResolved];
        if (oldest != default) _leases.Remove(oldest);
        oldest = id;
        _nextResolved = (_nextResolved + 1) % _resolved.Length;
    }
}
