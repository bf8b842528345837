using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>A ledger with one of the bugs that real ones have had: the simulator must find each.</summary>
internal sealed class PlantedLedger(PlantedBug bug) : SteppedLedger
{
    public override ReserveAnswer Reserve(LedgerClaim claim, long now, long lease)
    {
        if (bug == PlantedBug.ChecksThenActs && claim.Count > 1) return ReserveLineByLine(claim, now, lease);

        LedgerClaim sent = bug == PlantedBug.LimitIsOffByOne ? WithLimits(claim, 1) : claim;
        ReserveAnswer answer = Ledger.Reserve(sent, now, lease);
        claim.AdmittedAtMicros = sent.AdmittedAtMicros;
        if (bug == PlantedBug.HoldsTwice && answer.Status == ReserveStatus.Duplicate) Repeat(claim, now, lease);
        if (bug == PlantedBug.ChargesRefusals && answer.Status == ReserveStatus.Refused) Charge(claim, now);
        return answer;
    }

    public override ResolveStatus Settle(LedgerClaim claim, QuotaAmounts actual, long now) => bug switch
    {
        PlantedBug.CapsAtReservation => Ledger.Settle(claim, Capped(claim, actual), now),
        PlantedBug.ForgetsLateSettlements => SettleUnlessLate(claim, actual, now),
        PlantedBug.SettlesWithAFastClock => Ledger.Settle(claim, actual, now + 1_000_000),
        _ => Ledger.Settle(claim, actual, now),
    };

    public override int Renew(IReadOnlyList<Guid> ids, long now, long lease) =>
        bug == PlantedBug.IgnoresRenewals ? ids.Count : Ledger.Renew(ids, now, lease);

    private ReserveAnswer ReserveLineByLine(LedgerClaim claim, long now, long lease)
    {
        for (int i = 0; i < claim.Count; i++)
        {
            var single = new LedgerClaim();
            single.Begin(ExtensionId.Of(claim.Id, i + 1));
            single.Add(claim.Lines[i]);
            ReserveAnswer answer = Ledger.Reserve(single, now, lease);
            if (!answer.IsHeld) return answer with { Line = i };
            Ledger.Release(single, now);
        }

        return Ledger.Reserve(WithLimits(claim, 1_000), now, lease);
    }

    private void Repeat(LedgerClaim claim, long now, long lease)
    {
        LedgerClaim twin = WithLimits(claim, 0);
        twin.Begin(ExtensionId.Of(claim.Id, 1));
        foreach (ref readonly LedgerLine line in claim.Lines) twin.Add(line);
        Ledger.Reserve(twin, now, lease);
    }

    private void Charge(LedgerClaim claim, long now)
    {
        LedgerClaim twin = WithLimits(claim, 0);
        Ledger.Settle(twin, new QuotaAmounts { InputTokens = claim.Lines[0].Amount }, now);
    }

    private ResolveStatus SettleUnlessLate(LedgerClaim claim, QuotaAmounts actual, long now)
    {
        ReserveAnswer known = Ledger.Reserve(claim, now, 0);
        return known.Status == ReserveStatus.AlreadyResolved
            ? Ledger.Settle(claim, default, now)
            : Ledger.Settle(claim, actual, now);
    }

    private static QuotaAmounts Capped(LedgerClaim claim, QuotaAmounts actual) => actual with
    {
        InputTokens = Math.Min(actual.InputTokens, claim.Lines[0].Amount),
    };

    private static LedgerClaim WithLimits(LedgerClaim claim, long more)
    {
        var copy = new LedgerClaim();
        copy.Begin(claim.Id);
        foreach (ref readonly LedgerLine line in claim.Lines)
        {
            copy.Add(line with { Limit = line.Limit + more, Burst = line.Burst + more });
        }

        return copy;
    }
}
