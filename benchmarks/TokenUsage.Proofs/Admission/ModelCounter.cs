using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>
/// A counter told in the plainest way: every use is kept, and the sums are made anew each time they are read.
/// </summary>
internal sealed class ModelCounter(LedgerWindow window)
{
    private readonly List<ModelUse> _uses = [];

    // Of a bucket: how much is in it, times the length, at a time.
    private Int128 _level;
    private long _levelAt;
    private Int128 _poured;

    // A counter that nobody has used yet has no past: a clock that goes back before its first use leaves no trace.
    private bool _isUsed;
    private long _head;

    // Uses that can no longer leave: of everything but a sliding window.
    private long _settled;

    public LedgerBalance Read(in LedgerLine line, long now)
    {
        Tick(now);
        (long used, long held) = Sum();
        if (window.Shape != LedgerShape.Bucket) return new LedgerBalance(used, held);

        Drain(line.Limit, now);
        var level = (long)((_level + window.LengthMicros - 1) / window.LengthMicros);
        return new LedgerBalance(Math.Max(0, level - held), held);
    }

    public bool Fits(in LedgerLine line, long now)
    {
        Tick(now);
        if (window.Shape == LedgerShape.Bucket)
        {
            Drain(line.Limit, now);
            Int128 capacity = (Int128)line.Burst * window.LengthMicros;
            return line.Amount == 0 ? _level < capacity : _level + Weigh(line.Amount) <= capacity;
        }

        (long used, long held) = Sum();
        return line.Amount == 0 ? used + held < line.Limit : used + held + line.Amount <= line.Limit;
    }

    public void Hold(Guid id, in LedgerLine line, long now)
    {
        Tick(now);
        if (window.Shape == LedgerShape.Bucket) Pour(line.Limit, line.Amount, now);
        _isUsed = true;
        _uses.Add(new ModelUse(id, _head, line.Amount, 0, _poured));
    }

    /// <summary>Turns what an id holds into what it used; of an unknown id, adds what it used.</summary>
    public void Charge(Guid id, in LedgerLine line, long used, long admittedAt, long now)
    {
        Tick(now);
        Drain(line.Limit, now);
        _isUsed = true;
        int index = _uses.FindIndex(use => use.Id == id && use.Held >= 0);
        long part = admittedAt == 0 ? _head : Math.Min(_head, PartOf(admittedAt));
        ModelUse before = index < 0 ? new ModelUse(id, part, 0, 0, _poured) : _uses[index];
        if (index >= 0) _uses.RemoveAt(index);
        if (window.Shape == LedgerShape.Fixed) _settled += used;
        if (window.Shape == LedgerShape.Sliding) _uses.Add(before with { Held = -1, Used = used });
        if (window.Shape != LedgerShape.Bucket) return;

        if (used >= before.Held)
        {
            Pour(line.Limit, used - before.Held, now);
            return;
        }

        Int128 notLater = Int128.Max(0, _level - (_poured - before.Poured));
        _level -= Int128.Min(Weigh(before.Held - used), notLater);
    }

    /// <summary>Forgets the uses of a sliding window that can no longer count.</summary>
    private void Tick(long now)
    {
        _head = _isUsed ? Math.Max(_head, PartOf(now)) : PartOf(now);
        if (window.Shape == LedgerShape.Sliding) _uses.RemoveAll(use => use.Part < _head - window.Parts);
    }

    private long PartOf(long micros) =>
        window.Shape == LedgerShape.Sliding ? micros / (window.LengthMicros / window.Parts) : 0;

    private (long Used, long Held) Sum()
    {
        long used = _settled;
        long held = 0;
        foreach (ModelUse use in _uses)
        {
            used += use.Used;
            held += Math.Max(0, use.Held);
        }

        return (used, held);
    }

    private void Pour(long rate, long amount, long now)
    {
        Drain(rate, now);
        _level += Weigh(amount);
        _poured += Weigh(amount);
    }

    private void Drain(long rate, long now)
    {
        if (!_isUsed) _levelAt = now;
        if (now <= _levelAt) return;
        _level = Int128.Max(0, _level - ((Int128)rate * (now - _levelAt)));
        _levelAt = now;
    }

    private Int128 Weigh(long amount) => (Int128)amount * window.LengthMicros;
}
