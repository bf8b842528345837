using Microsoft.Data.Sqlite;
using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>The steps of the ledger, each inside the transaction that its caller began. Used by one thread.</summary>
internal sealed class LedgerTables : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly LeaseTable _leases;
    private readonly WindowCounter _windows;
    private readonly BucketCounter _buckets;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly List<LeaseLine> _lines = [];

    public LedgerTables(SqliteConnection connection)
    {
        _connection = connection;
        _leases = new LeaseTable(connection);
        _windows = new WindowCounter(connection);
        _buckets = new BucketCounter(connection);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void RollBack()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    public ReserveAnswer Reserve(LedgerClaim claim, long leaseMicros, long nowMicros)
    {
        LeaseState state = _leases.Find(claim.Id, _lines);
        if (state == LeaseState.Open) return Answer(ReserveStatus.Duplicate, 0, nowMicros, 0);
        if (state != LeaseState.Unknown) return Answer(ReserveStatus.AlreadyResolved, 0, nowMicros, 0);

        // All are looked at before any is changed, so that a refusal has nothing to undo.
        for (int i = 0; i < claim.Count; i++)
        {
            ref readonly LedgerLine line = ref claim.Lines[i];
            if (!line.Window.Contains(nowMicros)) return Answer(ReserveStatus.WrongWindow, i, nowMicros, 0);

            ILedgerCounter counter = CounterOf(line.Window.Shape);
            if (counter.Admits(line, nowMicros, out long retryAtMicros)) continue;

            claim.SetBalance(i, counter.Read(line, nowMicros) with { Exceeds = true });
            if (line.Enforced) return Answer(ReserveStatus.Refused, i, nowMicros, retryAtMicros);
        }

        _lines.Clear();
        for (int i = 0; i < claim.Count; i++)
        {
            ref readonly LedgerLine line = ref claim.Lines[i];
            _lines.Add(CounterOf(line.Window.Shape).Hold(line, nowMicros));
        }

        long due = leaseMicros > long.MaxValue - nowMicros ? long.MaxValue : nowMicros + leaseMicros;
        _leases.Open(claim.Id, due, _lines);
        claim.AdmittedAtMicros = nowMicros;
        return Answer(ReserveStatus.Reserved, 0, nowMicros, 0);
    }

    public ResolveStatus Settle(LedgerClaim claim, in QuotaAmounts actual, long nowMicros)
    {
        LeaseState state = _leases.Find(claim.Id, _lines);
        if (state == LeaseState.Resolved) return ResolveStatus.AlreadyResolved;

        if (state == LeaseState.Open) GiveBack(actual, nowMicros);
        else Charge(claim, actual, nowMicros);

        for (int i = 0; i < claim.Count; i++)
        {
            ref readonly LedgerLine line = ref claim.Lines[i];
            claim.SetBalance(i, CounterOf(line.Window.Shape).Read(line, nowMicros));
        }

        _leases.Close(claim.Id, LeaseState.Resolved, nowMicros);
        return state == LeaseState.Open ? ResolveStatus.Settled : ResolveStatus.LateSettled;
    }

    public ResolveStatus Release(LedgerClaim claim, long nowMicros)
    {
        LeaseState state = _leases.Find(claim.Id, _lines);
        if (state is LeaseState.Resolved or LeaseState.Expired) return ResolveStatus.AlreadyResolved;

        if (state == LeaseState.Open) GiveBack(default, nowMicros);
        _leases.Close(claim.Id, LeaseState.Resolved, nowMicros);
        return ResolveStatus.Released;
    }

    public int Renew(IReadOnlyList<Guid> ids, long leaseMicros, long nowMicros)
    {
        int open = 0;
        foreach (Guid id in ids)
        {
            if (_leases.TryRenew(id, nowMicros + leaseMicros)) open++;
        }

        return open;
    }

    public IReadOnlyList<Guid> Sweep(int most, long nowMicros)
    {
        List<Guid> due = _leases.FindDue(nowMicros, most);
        foreach (Guid id in due)
        {
            _leases.Find(id, _lines);
            GiveBack(default, nowMicros);
            _leases.Close(id, LeaseState.Expired, nowMicros);
        }

        _leases.Drop(nowMicros);
        return due;
    }

    public LedgerBalance Read(in LedgerLine line, long nowMicros) =>
        CounterOf(line.Window.Shape).Read(line, nowMicros);

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _leases.Dispose();
        _windows.Dispose();
        _buckets.Dispose();
        _connection.Dispose();
    }

    private ILedgerCounter CounterOf(LedgerShape shape) => shape == LedgerShape.Bucket ? _buckets : _windows;

    private void GiveBack(in QuotaAmounts actual, long nowMicros)
    {
        foreach (LeaseLine line in _lines) CounterOf(line.Shape).Resolve(line, actual.Of(line.Unit), nowMicros);
    }

    private void Charge(LedgerClaim claim, in QuotaAmounts actual, long nowMicros)
    {
        foreach (ref readonly LedgerLine line in claim.Lines)
        {
            CounterOf(line.Window.Shape).Charge(line, claim.AdmittedAtMicros, actual.Of(line.Unit), nowMicros);
        }
    }

    private static ReserveAnswer Answer(ReserveStatus status, int line, long nowMicros, long retryAtMicros) => new()
    {
        Status = status,
        Line = line,
        NowMicros = nowMicros,
        RetryAtMicros = retryAtMicros,
    };
}
