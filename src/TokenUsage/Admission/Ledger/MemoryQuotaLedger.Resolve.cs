namespace TokenUsage.Admission.Ledger;

internal sealed partial class MemoryQuotaLedger
{
    public ResolveStatus Settle(LedgerClaim claim, in QuotaAmounts actual, long nowMicros)
    {
        ulong stripes = StripesOf(claim);
        Enter(stripes);
        try
        {
            LedgerStripe home = _stripes[StripeOf(claim.Id)];
            ref LeaseEntry entry = ref home.EntryOf(claim.Id, out bool isKnown);
            bool isOpen = entry.Open is not null;
            if (isKnown && !isOpen && !entry.HasExpired) return ResolveStatus.AlreadyResolved;

            if (entry.Open is { } lease)
            {
                GiveBack(lease, actual, nowMicros);
                Report(claim, lease, nowMicros);
            }
            else
            {
                Charge(claim, actual, nowMicros);
            }

            home.Close(ref entry, claim.Id, isKnown, hasExpired: false);
            return isOpen ? ResolveStatus.Settled : ResolveStatus.LateSettled;
        }
        finally
        {
            Exit(stripes);
        }
    }

    public ResolveStatus Release(LedgerClaim claim, long nowMicros)
    {
        ulong stripes = StripesOf(claim);
        Enter(stripes);
        try
        {
            LedgerStripe home = _stripes[StripeOf(claim.Id)];
            ref LeaseEntry entry = ref home.EntryOf(claim.Id, out bool isKnown);
            if (isKnown && entry.Open is null) return ResolveStatus.AlreadyResolved;

            if (entry.Open is { } lease) GiveBack(lease, default, nowMicros);
            home.Close(ref entry, claim.Id, isKnown, hasExpired: false);
            return ResolveStatus.Released;
        }
        finally
        {
            Exit(stripes);
        }
    }

    private static void GiveBack(Lease lease, in QuotaAmounts actual, long nowMicros)
    {
        for (int i = 0; i < lease.Count; i++)
        {
            ref LeaseLine line = ref lease[i];
            line.Counter.Resolve(line.Mark, line.Amount, actual.Of(line.Unit), nowMicros);
        }
    }

    private void Charge(LedgerClaim claim, in QuotaAmounts actual, long nowMicros)
    {
        for (int i = 0; i < claim.Count; i++)
        {
            ref readonly LedgerLine line = ref claim.Lines[i];
            LedgerStripe stripe = _stripes[StripeOf(line.Account)];
            LedgerCounter? counter = stripe.Find(line);
            if (counter is null) stripe.Add(line, counter = LedgerCounter.For(line.Window));

            counter.Charge(line, claim.AdmittedAtMicros, actual.Of(line.Unit), nowMicros);
            claim.SetBalance(i, counter.Read(line, nowMicros));
        }
    }

    private static void Report(LedgerClaim claim, Lease lease, long nowMicros)
    {
        for (int i = 0; i < claim.Count && i < lease.Count; i++)
        {
            claim.SetBalance(i, lease[i].Counter.Read(claim.Lines[i], nowMicros));
        }
    }
}
