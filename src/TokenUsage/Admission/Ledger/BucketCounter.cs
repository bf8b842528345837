using System.Diagnostics;

namespace TokenUsage.Admission.Ledger;

/// <summary>
/// A bucket that drains evenly, as the generic cell rate algorithm keeps it: one time, at which it will be empty.
/// </summary>
/// <remarks>
/// That time is kept multiplied by the rate, in microseconds × limit, so that nothing is ever rounded: an amount moves
/// it by amount × length. Int128, because a time in microseconds times a limit does not fit 64 bits.
/// <para>
/// A settlement gives back what was held and not used, unless the bucket has drained it since: what later claims put
/// in is never taken out by an earlier one. Without that rule a burst could hide behind a large reservation.
/// </para>
/// </remarks>
internal sealed class BucketCounter(LedgerWindow window) : LedgerCounter(window)
{
    private long _rate;
    private Int128 _emptyAt;
    private Int128 _poured;
    private long _held;
    private long _latestMicros;

    public override bool Admits(in LedgerLine line, long nowMicros, out long retryAtMicros)
    {
        AdoptRate(line.Limit);
        Int128 capacity = Weigh(line.Burst);
        Int128 level = Level(nowMicros);
        Int128 asked = Weigh(line.Amount);
        bool fits = line.Amount == 0 ? level < capacity : level + asked <= capacity;
        retryAtMicros = fits || _rate == 0 || !Fits(0, line.Amount, line.Burst)
            ? 0
            : CeilingOf(_emptyAt + (line.Amount == 0 ? 1 : asked) - capacity, _rate);
        return fits;
    }

    public override LedgerBalance Read(in LedgerLine line, long nowMicros)
    {
        if (_rate == 0) return new LedgerBalance(0, _held);

        long level = CeilingOf(Level(nowMicros), Window.LengthMicros);
        return new LedgerBalance(Math.Max(0, level - _held), _held);
    }

    protected override Int128 OnHold(in LedgerLine line, long nowMicros)
    {
        AdoptRate(line.Limit);
        Pour(line.Amount, nowMicros);
        _held += line.Amount;
        Debug.Assert(
            !line.Enforced || Level(nowMicros) <= Weigh(line.Burst),
            "I1: admitted above the limit");
        return _poured;
    }

    protected override void OnResolve(Int128 mark, long held, long used, long nowMicros)
    {
        Debug.Assert(_held >= held, "I2: gives back more than is held");
        _held -= held;
        if (used > held)
        {
            Pour(used - held, nowMicros);
            return;
        }

        Int128 notLater = Level(nowMicros) - (_poured - mark);
        _emptyAt -= Int128.Clamp(Weigh(held - used), 0, Int128.Max(0, notLater));
    }

    protected override void OnCharge(in LedgerLine line, long admittedAtMicros, long used, long nowMicros)
    {
        AdoptRate(line.Limit);
        Pour(used, nowMicros);
    }

    private void Pour(long amount, long nowMicros)
    {
        _emptyAt = Int128.Max(_emptyAt, Scaled(nowMicros)) + Weigh(amount);
        _poured += Weigh(amount);
    }

    private Int128 Level(long nowMicros) => Int128.Max(0, _emptyAt - Scaled(nowMicros));

    /// <summary>Gets a time in the scale of the rate. A clock that goes back does not fill the bucket again.</summary>
    private Int128 Scaled(long nowMicros) =>
        Math.BigMul(_latestMicros = Math.Max(_latestMicros, nowMicros), _rate);

    private Int128 Weigh(long amount) => Math.BigMul(amount, Window.LengthMicros);

    /// <summary>Keeps the time at which the bucket is empty when an override changes the rate.</summary>
    private void AdoptRate(long rate)
    {
        if (rate == _rate) return;

        _emptyAt = _rate == 0 ? 0 : CeilingOf(_emptyAt, _rate) * (Int128)rate;
        _rate = rate;
    }

    private static long CeilingOf(Int128 value, long divisor)
    {
        Int128 raised = value + divisor - 1;
        // Dividing 128 bits takes longer than all the rest of a step, and levels rarely need them.
        return raised >= 0 && raised <= long.MaxValue
            ? (long)raised / divisor
            : (long)Int128.Clamp(raised / divisor, long.MinValue, long.MaxValue);
    }
}
