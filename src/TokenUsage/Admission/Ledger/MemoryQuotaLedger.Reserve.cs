namespace TokenUsage.Admission.Ledger;

internal sealed partial class MemoryQuotaLedger
{
    public ReserveAnswer Reserve(LedgerClaim claim, long nowMicros, long leaseMicros)
    {
        ulong stripes = StripesOf(claim);
        Enter(stripes);
        try
        {
            LedgerStripe home = _stripes[StripeOf(claim.Id)];
            if (!home.TryOpen(claim.Id, out Lease? lease, out bool isOpen))
            {
                return Answer(isOpen ? ReserveStatus.Duplicate : ReserveStatus.AlreadyResolved, 0, nowMicros, 0);
            }

            ReserveAnswer answer = Examine(claim, lease, nowMicros);
            if (answer.Status != ReserveStatus.Reserved)
            {
                home.Withdraw(claim.Id, lease);
                return answer;
            }

            lease.Stripes = stripes;
            lease.DueMicros = UnixMicros.Add(nowMicros, leaseMicros);
            Hold(claim, lease, nowMicros);
            return answer;
        }
        finally
        {
            Exit(stripes);
        }
    }

    /// <summary>Looks at every line before any is changed, so that a refusal has nothing to undo.</summary>
    private ReserveAnswer Examine(LedgerClaim claim, Lease lease, long nowMicros)
    {
        bool lacksRoom = _stripes[StripeOf(claim.Id)].LeaseCount > _limits.Leases / StripeCount;
        for (int i = 0; i < claim.Count; i++)
        {
            ref readonly LedgerLine line = ref claim.Lines[i];
            if (!line.Window.Contains(nowMicros)) return Answer(ReserveStatus.WrongWindow, i, nowMicros, 0);

            LedgerStripe stripe = _stripes[StripeOf(line.Account)];
            LedgerCounter? known = stripe.Find(line);
            lacksRoom |= known is null && stripe.CounterCount >= _limits.Accounts / StripeCount;
            ref LeaseLine held = ref lease.Add();
            held.IsNew = known is null;
            held.Counter = known ?? LedgerCounter.For(line.Window);
            bool fits = held.Counter.Admits(line, nowMicros, out long retryAtMicros);
            if (fits) continue;

            claim.SetBalance(i, held.Counter.Read(line, nowMicros) with { Exceeds = true });
            if (line.Enforced) return Answer(ReserveStatus.Refused, i, nowMicros, retryAtMicros);
        }

        return Answer(lacksRoom ? ReserveStatus.Full : ReserveStatus.Reserved, 0, nowMicros, 0);
    }

    private void Hold(LedgerClaim claim, Lease lease, long nowMicros)
    {
        for (int i = 0; i < claim.Count; i++)
        {
            ref readonly LedgerLine line = ref claim.Lines[i];
            ref LeaseLine held = ref lease[i];
            if (held.IsNew) _stripes[StripeOf(line.Account)].Add(line, held.Counter);
            held.Amount = line.Amount;
            held.Unit = line.Unit;
            held.Mark = held.Counter.Hold(line, nowMicros);
        }

        claim.AdmittedAtMicros = nowMicros;
    }

    private static ReserveAnswer Answer(ReserveStatus status, int line, long nowMicros, long retryAtMicros) => new()
    {
        Status = status,
        Line = line,
        NowMicros = nowMicros,
        RetryAtMicros = retryAtMicros,
    };
}
