namespace TokenUsage.Admission.Ledger;

internal sealed partial class MemoryQuotaLedger
{
    public int Renew(IReadOnlyList<Guid> ids, long nowMicros, long leaseMicros)
    {
        int open = 0;
        foreach (Guid id in ids)
        {
            LedgerStripe home = _stripes[StripeOf(id)];
            using Lock.Scope scope = home.Gate.EnterScope();
            if (!home.TryGetLease(id, out LeaseEntry entry) || entry.Open is not { } lease) continue;

            lease.DueMicros = UnixMicros.Add(nowMicros, leaseMicros);
            open++;
        }

        return open;
    }

    public IReadOnlyList<Guid> Sweep(int most, long nowMicros)
    {
        var due = new List<Guid>();
        foreach (LedgerStripe stripe in _stripes)
        {
            using Lock.Scope scope = stripe.Gate.EnterScope();
            stripe.CollectDue(nowMicros, due);
            stripe.DropClosedCounters(nowMicros);
            if (due.Count >= most) break;
        }

        if (due.Count == 0) return [];
        if (due.Count > most) due.RemoveRange(most, due.Count - most);
        due.RemoveAll(id => !TryExpire(id, nowMicros));
        return due;
    }

    public LedgerBalance Read(in LedgerLine line, long nowMicros)
    {
        LedgerStripe stripe = _stripes[StripeOf(line.Account)];
        using Lock.Scope scope = stripe.Gate.EnterScope();
        return stripe.Find(line)?.Read(line, nowMicros) ?? default;
    }

    /// <summary>
    /// Expires a lease that was found due, unless it was renewed or resolved before its stripes were locked.
    /// </summary>
    private bool TryExpire(Guid id, long nowMicros)
    {
        LedgerStripe home = _stripes[StripeOf(id)];
        ulong stripes = StripesOfLease(home, id);
        Enter(stripes);
        try
        {
            if (!home.TryGetLease(id, out LeaseEntry found)) return false;
            if (found.Open is not { } lease || lease.DueMicros > nowMicros) return false;

            GiveBack(lease, default, nowMicros);
            home.Close(ref home.EntryOf(id, out bool isKnown), id, isKnown, hasExpired: true);
            return true;
        }
        finally
        {
            Exit(stripes);
        }
    }

    // An id is opened once, so its stripes do not change between the two locks.
    private static ulong StripesOfLease(LedgerStripe home, Guid id)
    {
        using Lock.Scope scope = home.Gate.EnterScope();
        ulong own = 1UL << StripeOf(id);
        return home.TryGetLease(id, out LeaseEntry entry) && entry.Open is { } lease ? lease.Stripes : own;
    }
}
