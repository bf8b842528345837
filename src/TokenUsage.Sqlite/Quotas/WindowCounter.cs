using Microsoft.Data.Sqlite;
using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>Fixed and sliding windows: sums of rows. A fixed window is one row, a sliding one a row a part.</summary>
internal sealed class WindowCounter : ILedgerCounter, IDisposable
{
    private readonly Statement _read;
    private readonly Statement _parts;
    private readonly Statement _hold;
    private readonly Statement _resolve;

    public WindowCounter(SqliteConnection connection)
    {
        _read = new Statement(
            connection,
            "SELECT sum(used), sum(held) FROM quota_counter "
            + "WHERE account = ?1 AND slot BETWEEN ?2 AND ?3");
        _parts = new Statement(
            connection, "SELECT slot, used + held FROM quota_counter WHERE account = ?1 AND slot >= ?2 ORDER BY slot");
        _hold = new Statement(
            connection,
            "INSERT INTO quota_counter (account, slot, used, held, drop_at) VALUES (?1, ?2, ?3, ?4, ?5) "
            + "ON CONFLICT DO UPDATE SET used = min(used + excluded.used, 4611686018427387904), "
            + "held = held + excluded.held, drop_at = max(drop_at, excluded.drop_at)");
        _resolve = new Statement(
            connection,
            "UPDATE quota_counter SET used = min(used + ?3, 4611686018427387904), held = max(0, held - ?4) "
            + "WHERE account = ?1 AND slot = ?2");
    }

    public bool Admits(in LedgerLine line, long nowMicros, out long retryAtMicros)
    {
        LedgerBalance balance = Read(line, nowMicros);
        long taken = balance.Used + balance.Held;
        retryAtMicros = 0;
        if (Fits(taken, line.Amount, line.Limit)) return true;
        if (!Fits(0, line.Amount, line.Limit)) return false;

        LedgerWindow window = line.Window;
        if (window.Shape == LedgerShape.Sliding)
        {
            retryAtMicros = WhenFreed(line, nowMicros, taken - line.Limit + Math.Max(line.Amount, 1));
        }
        else if (window.EndMicros < long.MaxValue)
        {
            retryAtMicros = window.EndMicros;
        }

        return false;
    }

    public LedgerBalance Read(in LedgerLine line, long nowMicros)
    {
        (long first, long last) = Slots(line.Window, nowMicros);
        return Read(line.Account.Text, first, last);
    }

    public LeaseLine Hold(in LedgerLine line, long nowMicros)
    {
        long slot = SlotAt(line, nowMicros);
        Change(line, slot, used: 0, held: line.Amount, nowMicros);
        return new LeaseLine
        {
            Account = line.Account.Text,
            Shape = line.Window.Shape,
            Slot = slot,
            Unit = line.Unit,
            Amount = line.Amount,
            LengthMicros = line.Window.LengthMicros,
        };
    }

    public void Resolve(in LeaseLine line, long used, long nowMicros)
    {
        _resolve.Bind(0, line.Account);
        _resolve.Bind(1, line.Slot);
        _resolve.Bind(2, used);
        _resolve.Bind(3, line.Amount);
        _resolve.Run();
    }

    public void Charge(in LedgerLine line, long admittedAtMicros, long used, long nowMicros)
    {
        long now = SlotAt(line, nowMicros);
        bool isPart = line.Window.Shape == LedgerShape.Sliding && admittedAtMicros != 0;
        long slot = isPart ? Math.Min(now, admittedAtMicros / PartMicros(line.Window)) : now;
        Change(line, slot, used, held: 0, nowMicros);
    }

    public void Dispose()
    {
        _read.Dispose();
        _parts.Dispose();
        _hold.Dispose();
        _resolve.Dispose();
    }

    internal static bool Fits(long taken, long amount, long limit) =>
        amount == 0 ? taken < limit : amount <= limit - taken;

    private LedgerBalance Read(string account, long first, long last)
    {
        _read.Bind(0, account);
        _read.Bind(1, first);
        _read.Bind(2, last);
        _read.Step();
        var balance = new LedgerBalance(_read.Int64(0), _read.Int64(1));
        _read.Reset();
        return balance;
    }

    private void Change(in LedgerLine line, long slot, long used, long held, long nowMicros)
    {
        LedgerWindow window = line.Window;
        long from = window.EndMicros == long.MaxValue ? nowMicros : window.EndMicros;
        _hold.Bind(0, line.Account.Text);
        _hold.Bind(1, slot);
        _hold.Bind(2, used);
        _hold.Bind(3, held);
        _hold.Bind(4, window.KeepMicros > long.MaxValue - from ? long.MaxValue : from + window.KeepMicros);
        _hold.Run();
    }

    /// <summary>Finds the part with which enough has left the window.</summary>
    private long WhenFreed(in LedgerLine line, long nowMicros, long needed)
    {
        (long first, _) = Slots(line.Window, nowMicros);
        long freed = 0;
        _parts.Bind(0, line.Account.Text);
        _parts.Bind(1, first);
        while (_parts.Step())
        {
            needed -= _parts.Int64(1);
            if (needed > 0) continue;

            freed = (_parts.Int64(0) + line.Window.Parts + 1) * PartMicros(line.Window);
            _parts.Reset();
            break;
        }

        return freed;
    }

    // A clock that goes back meets parts that are later than now: they count until time has caught up.
    private static (long First, long Last) Slots(LedgerWindow window, long nowMicros) =>
        window.Shape == LedgerShape.Sliding
            ? ((nowMicros / PartMicros(window)) - window.Parts, long.MaxValue)
            : (window.Id, window.Id);

    private static long SlotAt(in LedgerLine line, long nowMicros) => line.Window.Shape == LedgerShape.Sliding
        ? nowMicros / PartMicros(line.Window)
        : line.Window.Id;

    private static long PartMicros(LedgerWindow window) =>
        Math.Max(1, (window.LengthMicros + window.Parts - 1) / window.Parts);
}
