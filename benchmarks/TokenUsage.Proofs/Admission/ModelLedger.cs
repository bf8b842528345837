using System.Runtime.InteropServices;
using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>What a ledger must answer, by the definitions and with no thought for speed.</summary>
internal sealed class ModelLedger
{
    private readonly Dictionary<(string Account, long Window), ModelCounter> _counters = [];
    private readonly Dictionary<Guid, ModelLease> _leases = [];

    public ReserveStatus Reserve(LedgerClaim claim, long now, long lease)
    {
        if (_leases.TryGetValue(claim.Id, out ModelLease? known))
        {
            return known.IsOpen ? ReserveStatus.Duplicate : ReserveStatus.AlreadyResolved;
        }

        foreach (ref readonly LedgerLine line in claim.Lines)
        {
            if (!line.Window.Contains(now)) return ReserveStatus.WrongWindow;
            if (line.Enforced && !Counter(line).Fits(line, now)) return ReserveStatus.Refused;
        }

        foreach (ref readonly LedgerLine line in claim.Lines) Counter(line).Hold(claim.Id, line, now);
        _leases[claim.Id] = new ModelLease { IsOpen = true, Due = now + lease, Lines = claim.Lines.ToArray() };
        return ReserveStatus.Reserved;
    }

    public ResolveStatus Settle(LedgerClaim claim, in QuotaAmounts actual, long now)
    {
        bool isKnown = _leases.TryGetValue(claim.Id, out ModelLease? lease);
        if (isKnown && !lease!.IsOpen && !lease.HasExpired) return ResolveStatus.AlreadyResolved;

        foreach (ref readonly LedgerLine line in claim.Lines)
        {
            Counter(line).Charge(claim.Id, line, actual.Of(line.Unit), claim.AdmittedAtMicros, now);
        }

        _leases[claim.Id] = new ModelLease();
        return isKnown && lease!.IsOpen ? ResolveStatus.Settled : ResolveStatus.LateSettled;
    }

    public ResolveStatus Release(LedgerClaim claim, long now)
    {
        bool isKnown = _leases.TryGetValue(claim.Id, out ModelLease? lease);
        if (isKnown && !lease!.IsOpen) return ResolveStatus.AlreadyResolved;

        if (isKnown) GiveBack(claim.Id, lease!, now);
        _leases[claim.Id] = new ModelLease();
        return ResolveStatus.Released;
    }

    public int Renew(List<Guid> ids, long now, long lease)
    {
        int open = 0;
        foreach (Guid id in ids)
        {
            if (!_leases.TryGetValue(id, out ModelLease? known) || !known.IsOpen) continue;
            known.Due = now + lease;
            open++;
        }

        return open;
    }

    /// <summary>Expires what the ledger says has expired.</summary>
    /// <returns>False when one of the leases was not due.</returns>
    public bool TryExpire(IReadOnlyList<Guid> ids, long now)
    {
        foreach (Guid id in ids)
        {
            if (!_leases.TryGetValue(id, out ModelLease? lease) || !lease.IsOpen || lease.Due > now) return false;
            GiveBack(id, lease, now);
            lease.IsOpen = false;
            lease.HasExpired = true;
        }

        return true;
    }

    public bool AnyDue(long now) => _leases.Values.Any(lease => lease.IsOpen && lease.Due <= now);

    public LedgerBalance Read(in LedgerLine line, long now) => Counter(line).Read(line, now);

    private void GiveBack(Guid id, ModelLease lease, long now)
    {
        foreach (ref readonly LedgerLine line in lease.Lines.AsSpan()) Counter(line).Charge(id, line, 0, 0, now);
    }

    private ModelCounter Counter(in LedgerLine line)
    {
        ref ModelCounter? counter = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _counters, (line.Account.Text, line.Window.Id), out _);
        return counter ??= new ModelCounter(line.Window);
    }
}
