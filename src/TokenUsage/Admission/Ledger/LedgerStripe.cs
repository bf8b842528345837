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

    public LedgerCounter? Find(in LedgerLine line) =>
        _counters.GetValueOrDefault(new CounterKey(line.Account, line.Window.Id));

    public void Add(in LedgerLine line, LedgerCounter counter) =>
        _counters.Add(new CounterKey(line.Account, line.Window.Id), counter);

    public bool TryGetLease(Guid id, out LeaseEntry entry) => _leases.TryGetValue(id, out entry);

    /// <summary>Gets an empty lease, to be opened or given back before the stripe is left.</summary>
    public Lease Rent() => _spare.TryPop(out Lease? lease) ? lease : new Lease();

    public void GiveBack(Lease lease)
    {
        lease.Clear();
        if (_spare.Count < remembered) _spare.Push(lease);
    }

    public void Open(Guid id, Lease lease) => _leases.Add(id, new LeaseEntry { Open = lease });

    /// <summary>Remembers that an id is resolved, and takes back its lease.</summary>
    public void Close(Guid id, bool hasExpired)
    {
        ref LeaseEntry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_leases, id, out bool wasKnown);
        if (entry.Open is { } lease) GiveBack(lease);

        bool wasRemembered = wasKnown && entry.Open is null;
        entry = new LeaseEntry { HasExpired = hasExpired };
        if (!wasRemembered) Remember(id);
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
            dropped++;
        }

        return dropped;
    }

    private void Remember(Guid id)
    {
        ref Guid oldest = ref _resolved[_nextResolved];
        if (oldest != default) _leases.Remove(oldest);
        oldest = id;
        _nextResolved = (_nextResolved + 1) % _resolved.Length;
    }
}
