using TokenUsage.Admission;

namespace TokenUsage.Redis.Outage;

/// <summary>
/// A shared counter as this process last saw it, and what it admits by itself while it sees nothing. The book guards it.
/// </summary>
internal sealed class FollowedCounter(string key, LedgerLine line)
{
    private long _seenUsed;
    private long _seenHeld;
    private int _outage;
    private long _used;
    private LocalBucket? _bucket;

    public string Key { get; } = key;

    /// <summary>Gets the line that it was first seen in; account, window and unit are the same in every one.</summary>
    public LedgerLine Line { get; } = line;

    public long SeenUsed => Volatile.Read(ref _seenUsed);

    public long TouchedMicros { get; set; }

    /// <summary>Gets what calls hold that only this process knows of.</summary>
    public long Held { get; private set; }

    /// <summary>Gets what was used here and not charged there yet.</summary>
    public long Unsent { get; private set; }

    /// <summary>Gets what is being charged, under an id that stays the same until the server has answered.</summary>
    public (Guid Id, long Amount) Sending { get; private set; }

    /// <summary>Gets or sets the reading of the store's total that is under way.</summary>
    public Task? Seeding { get; set; }

    public bool IsIdle => Held == 0 && Unsent == 0 && Sending.Amount == 0;

    /// <summary>Notes what the server said. What is used of a fixed window never shrinks, so an old answer is no harm.</summary>
    public void See(LedgerBalance balance)
    {
        long used = Line.Window.Shape == LedgerShape.Fixed ? Math.Max(SeenUsed, balance.Used) : balance.Used;
        Volatile.Write(ref _seenUsed, used);
        Volatile.Write(ref _seenHeld, balance.Held);
    }

    public LedgerBalance Read(int outage) =>
        new(_seenUsed + (_outage == outage ? _used : 0), Volatile.Read(ref _seenHeld) + Held);

    /// <summary>
    /// Says whether this process's share of what was left has room: one part of as many as there are processes.
    /// </summary>
    public bool Admits(in LedgerLine line, long nowMicros, int outage, int processes)
    {
        Enter(outage);
        long taken = _seenUsed + Volatile.Read(ref _seenHeld);
        if (line.Window.Shape != LedgerShape.Fixed)
        {
            _bucket ??= LocalBucket.For(line, taken, processes, nowMicros);
            return _bucket.Admits(line.Amount, nowMicros);
        }

        long share = Math.Max(0, line.Limit - taken) / processes;
        long left = share - _used - Held;
        return line.Amount == 0 ? left > 0 : line.Amount <= left;
    }

    public void Hold(long amount, long nowMicros, int outage)
    {
        Enter(outage);
        Held += amount;
        _bucket?.Pour(amount, nowMicros);
    }

    public void Settle(long held, long used, long nowMicros)
    {
        Held -= held;
        _used += used;
        Unsent += used;
        _bucket?.Pour(used - held, nowMicros);
    }

    /// <summary>
    /// Hands a hold over to the server, which has taken it in. Of this outage's share it stays taken: the share was cut
    /// from what was left without it.
    /// </summary>
    public void HandOver(long held)
    {
        Held -= held;
        _used += held;
    }

    /// <summary>Gathers what is to be charged; what was gathered before and not answered goes first.</summary>
    /// <returns>Whether there is anything.</returns>
    public bool Gather()
    {
        if (Sending.Amount == 0 && Unsent > 0)
        {
            Sending = (Guid.CreateVersion7(), Unsent);
            Unsent = 0;
        }

        return Sending.Amount > 0;
    }

    public void Sent(Guid id)
    {
        if (Sending.Id == id) Sending = default; // another may have sent it before, and gathered more since
    }

    private void Enter(int outage)
    {
        if (_outage == outage) return;

        _outage = outage;
        _used = 0;
        _bucket = null;
    }
}
