using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>The leases, and for a while the ids of those that were resolved.</summary>
internal sealed class LeaseTable : IDisposable
{
    // Longer than any step is repeated; the gate repeats what failed every second.
    private const long RememberMicros = 600_000_000;
    private const long DropEveryMicros = 30_000_000;
    private const int MostForgotten = 500_000;

    private readonly Statement _find;
    private readonly Statement _open;
    private readonly Statement _close;
    private readonly Statement _renew;
    private readonly Statement _due;
    private readonly Statement _forget;
    private readonly Statement _dropCounters;
    private readonly Statement _dropBuckets;
    private readonly LeaseCodec _codec = new();
    private long _droppedAt;

    public LeaseTable(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT state, lines FROM quota_lease WHERE id = ?1");
        _open = new Statement(connection, "INSERT INTO quota_lease (id, state, due, lines) VALUES (?1, 0, ?2, ?3)");
        _close = new Statement(
            connection, "INSERT OR REPLACE INTO quota_lease (id, state, due, lines) VALUES (?1, ?2, ?3, NULL)");
        _renew = new Statement(connection, "UPDATE quota_lease SET due = ?2 WHERE id = ?1 AND state = 0");
        _due = new Statement(connection, "SELECT id FROM quota_lease WHERE state = 0 AND due <= ?1 LIMIT ?2");
        _forget = new Statement(
            connection,
            "DELETE FROM quota_lease WHERE id IN (SELECT id FROM quota_lease WHERE state = ?1 AND due <= ?2 LIMIT ?3)");
        _dropCounters = new Statement(
            connection, "DELETE FROM quota_counter WHERE drop_at <= ?1 AND held = 0");
        _dropBuckets = new Statement(connection, "DELETE FROM quota_bucket WHERE drop_at <= ?1 AND held = 0");
    }

    /// <summary>Finds a lease, and the lines of one that is open.</summary>
    public LeaseState Find(Guid id, List<LeaseLine> lines)
    {
        _find.Bind(0, id);
        if (!_find.Step()) return LeaseState.Unknown;

        var state = (LeaseState)_find.Int32(0);
        if (state == LeaseState.Open) LeaseCodec.Read(_find.Blob(1), lines);
        _find.Reset();
        return state;
    }

    public void Open(Guid id, long dueMicros, List<LeaseLine> lines)
    {
        _codec.Begin();
        foreach (LeaseLine line in lines) _codec.Add(line);
        _open.Bind(0, id);
        _open.Bind(1, dueMicros);
        _open.Bind(2, _codec.Written);
        _open.Run();
    }

    public void Close(Guid id, LeaseState state, long nowMicros)
    {
        _close.Bind(0, id);
        _close.Bind(1, (long)state);
        _close.Bind(2, nowMicros + RememberMicros);
        _close.Run();
    }

    public bool TryRenew(Guid id, long dueMicros)
    {
        _renew.Bind(0, id);
        _renew.Bind(1, dueMicros);
        return _renew.Run() > 0;
    }

    public List<Guid> FindDue(long nowMicros, int most)
    {
        List<Guid> due = [];
        _due.Bind(0, nowMicros);
        _due.Bind(1, (long)most);
        while (_due.Step()) due.Add(_due.Guid(0));
        return due;
    }

    /// <summary>Drops resolved ids and counters that nobody needs any more.</summary>
    public void Drop(long nowMicros)
    {
        if (nowMicros - _droppedAt < DropEveryMicros) return;

        _droppedAt = nowMicros;
        Forget(LeaseState.Resolved, nowMicros);
        Forget(LeaseState.Expired, nowMicros - (6 * 24 * RememberMicros)); // a late settlement may yet come: a day
        _dropCounters.Bind(0, nowMicros);
        _dropCounters.Run();
        _dropBuckets.Bind(0, nowMicros);
        _dropBuckets.Run();
    }

    public void Dispose()
    {
        _find.Dispose();
        _open.Dispose();
        _close.Dispose();
        _renew.Dispose();
        _due.Dispose();
        _forget.Dispose();
        _dropCounters.Dispose();
        _dropBuckets.Dispose();
    }

    private void Forget(LeaseState state, long dueMicros)
    {
        _forget.Bind(0, (long)state);
        _forget.Bind(1, dueMicros);
        _forget.Bind(2, (long)MostForgotten);
        _forget.Run();
    }
}
