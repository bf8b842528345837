namespace TokenUsage.Admission.Ledger;

/// <summary>What is used and held of one account in one window. Guarded by its stripe.</summary>
internal abstract class LedgerCounter(LedgerWindow window)
{
    private long _lastUseMicros;
    private int _openLines;

    /// <summary>Gets the window as it was when the counter was made.</summary>
    protected LedgerWindow Window { get; } = window;

    /// <summary>
    /// Gets or sets the stripe that keeps the counter; null before it is kept, and after it has left.
    /// </summary>
    public LedgerStripe? Home { get; set; }

    public bool IsKeptIn(LedgerStripe stripe, long window) => ReferenceEquals(Home, stripe) && Window.Id == window;

    /// <summary>
    /// Says whether a line can be admitted, and when to ask again if it cannot (0: nobody knows, or never).
    /// </summary>
    public abstract bool Admits(in LedgerLine line, long nowMicros, out long retryAtMicros);

    /// <summary>Gets where the counter stands.</summary>
    public abstract LedgerBalance Read(in LedgerLine line, long nowMicros);

    /// <summary>Holds a line's amount.</summary>
    /// <returns>What the counter needs to know when the line is resolved.</returns>
    public Int128 Hold(in LedgerLine line, long nowMicros)
    {
        _openLines++;
        _lastUseMicros = Math.Max(_lastUseMicros, nowMicros);
        return OnHold(line, nowMicros);
    }

    /// <summary>Gives back what a line holds, and charges what it used.</summary>
    public void Resolve(Int128 mark, long held, long used, long nowMicros)
    {
        _openLines--;
        _lastUseMicros = Math.Max(_lastUseMicros, nowMicros);
        OnResolve(mark, held, used, nowMicros);
    }

    /// <summary>Charges what a line used of which nothing is held any more.</summary>
    public void Charge(in LedgerLine line, long admittedAtMicros, long used, long nowMicros)
    {
        _lastUseMicros = Math.Max(_lastUseMicros, nowMicros);
        OnCharge(line, admittedAtMicros, used, nowMicros);
    }

    /// <summary>
    /// Says whether nobody needs the counter any more: nothing is open, and its window is long closed.
    /// </summary>
    public bool CanLeave(long nowMicros)
    {
        if (_openLines > 0) return false;

        long from = Window.EndMicros == long.MaxValue ? _lastUseMicros : Window.EndMicros;
        return nowMicros >= UnixMicros.Add(from, Window.KeepMicros);
    }

    protected abstract Int128 OnHold(in LedgerLine line, long nowMicros);

    protected abstract void OnResolve(Int128 mark, long held, long used, long nowMicros);

    protected abstract void OnCharge(in LedgerLine line, long admittedAtMicros, long used, long nowMicros);

    /// <summary>
    /// Says whether an amount fits. One of zero fits while anything is left: it will use something in the end.
    /// </summary>
    protected static bool Fits(long taken, long amount, long limit) =>
        amount == 0 ? taken < limit : amount <= limit - taken;

    /// <summary>Adds without wrapping round: a counter that cannot count on refuses, it does not begin anew.</summary>
    protected static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    public static LedgerCounter For(LedgerWindow window) => window.Shape switch
    {
        LedgerShape.Sliding => new SlidingCounter(window),
        LedgerShape.Bucket => new BucketCounter(window),
        _ => new FixedCounter(window),
    };
}
