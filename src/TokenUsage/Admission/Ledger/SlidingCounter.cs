using System.Diagnostics;

namespace TokenUsage.Admission.Ledger;

/// <summary>A ring of sub-windows, of which the oldest counts whole until it has left altogether.</summary>
/// <remarks>
/// So every true window of the length lies inside what is summed: it can be too strict by one part, never too lax. A
/// two-bucket average would be smaller, but guesses how the older half was spread.
/// </remarks>
internal sealed class SlidingCounter : LedgerCounter
{
    private readonly long _partMicros;
    private readonly long[] _used;
    private readonly long[] _held;

    // The part that is being filled. The ring holds it and the Parts before it.
    private long _head = long.MinValue;
    private long _usedSum;
    private long _heldSum;

    public SlidingCounter(LedgerWindow window)
        : base(window)
    {
        _partMicros = Math.Max(1, (window.LengthMicros + window.Parts - 1) / window.Parts);
        _used = new long[window.Parts + 1];
        _held = new long[window.Parts + 1];
    }

    public override bool Admits(in LedgerLine line, long nowMicros, out long retryAtMicros)
    {
        Advance(nowMicros);
        long taken = Sum(_usedSum, _heldSum);
        bool fits = Fits(taken, line.Amount, line.Limit);
        retryAtMicros = fits || !Fits(0, line.Amount, line.Limit)
            ? 0
            : WhenFreed(taken - line.Limit + Math.Max(line.Amount, 1));
        return fits;
    }

    public override LedgerBalance Read(in LedgerLine line, long nowMicros)
    {
        Advance(nowMicros);
        return new LedgerBalance(_usedSum, _heldSum);
    }

    protected override Int128 OnHold(in LedgerLine line, long nowMicros)
    {
        Advance(nowMicros);
        Debug.Assert(
            !line.Enforced || Sum(_usedSum, _heldSum) + line.Amount <= line.Limit, "I1: admitted above the limit");
        _held[Slot(_head)] += line.Amount;
        _heldSum += line.Amount;
        return _head;
    }

    protected override void OnResolve(Int128 mark, long held, long used, long nowMicros)
    {
        Advance(nowMicros);
        var part = (long)mark;
        if (!IsInRing(part)) return;

        Debug.Assert(_held[Slot(part)] >= held, "I2: gives back more than is held");
        _held[Slot(part)] -= held;
        _heldSum -= held;
        Use(part, used);
    }

    protected override void OnCharge(in LedgerLine line, long admittedAtMicros, long used, long nowMicros)
    {
        Advance(nowMicros);
        long part = admittedAtMicros == 0 ? _head : Math.Min(_head, admittedAtMicros / _partMicros);
        if (IsInRing(part)) Use(part, used);
    }

    private void Use(long part, long amount)
    {
        long counted = Math.Min(amount, long.MaxValue - _usedSum);
        _used[Slot(part)] += counted;
        _usedSum += counted;
    }

    /// <summary>Clears the parts that time has left behind. A clock that goes back moves nothing.</summary>
    private void Advance(long nowMicros)
    {
        long part = nowMicros / _partMicros;
        if (part <= _head) return;

        long cleared = _head == long.MinValue ? _used.Length : Math.Min(part - _head, _used.Length);
        for (long i = part - cleared + 1; i <= part; i++)
        {
            _usedSum -= _used[Slot(i)];
            _heldSum -= _held[Slot(i)];
            _used[Slot(i)] = 0;
            _held[Slot(i)] = 0;
        }

        _head = part;
    }

    private long WhenFreed(long needed)
    {
        for (long part = _head - _used.Length + 1; part <= _head; part++)
        {
            needed -= Sum(_used[Slot(part)], _held[Slot(part)]);
            if (needed <= 0) return (part + _used.Length) * _partMicros;
        }

        return 0;
    }

    private bool IsInRing(long part) => part <= _head && part > _head - _used.Length;

    private int Slot(long part) => (int)(((part % _used.Length) + _used.Length) % _used.Length);
}
