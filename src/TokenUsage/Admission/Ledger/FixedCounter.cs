using System.Diagnostics;

namespace TokenUsage.Admission.Ledger;

/// <summary>A window with a start and an end, or none: two sums.</summary>
internal sealed class FixedCounter(LedgerWindow window) : LedgerCounter(window)
{
    private long _used;
    private long _held;

    public override bool Admits(in LedgerLine line, long nowMicros, out long retryAtMicros)
    {
        bool canEverFit = Fits(0, line.Amount, line.Limit);
        retryAtMicros = canEverFit && Window.EndMicros < long.MaxValue ? Window.EndMicros : 0;
        return Fits(Sum(_used, _held), line.Amount, line.Limit);
    }

    public override LedgerBalance Read(in LedgerLine line, long nowMicros) => new(_used, _held);

    protected override Int128 OnHold(in LedgerLine line, long nowMicros)
    {
        Debug.Assert(!line.Enforced || Sum(_used, _held) + line.Amount <= line.Limit, "I1: admitted above the limit");
        _held += line.Amount;
        return 0;
    }

    protected override void OnResolve(Int128 mark, long held, long used, long nowMicros)
    {
        Debug.Assert(_held >= held, "I2: gives back more than is held");
        _held -= held;
        _used = Sum(_used, used);
    }

    protected override void OnCharge(in LedgerLine line, long admittedAtMicros, long used, long nowMicros) =>
        _used = Sum(_used, used);
}
