using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>
/// The accounts of the simulated world: few and tight, so that calls meet at the limits all the time.
/// </summary>
internal sealed class SimAccounts
{
    public const int Count = 7;

    private const long Second = 1_000_000;
    private const long DayMicros = 100 * Second;

    private static readonly LedgerWindow Sliding = new()
    {
        Shape = LedgerShape.Sliding,
        LengthMicros = 60 * Second,
        Parts = 6,
        KeepMicros = 120 * Second,
    };

    private static readonly LedgerWindow Bucket = new()
    {
        Shape = LedgerShape.Bucket,
        LengthMicros = 60 * Second,
        KeepMicros = 6_000 * Second,
    };

    private static readonly LedgerWindow ForEver = new() { Shape = LedgerShape.Fixed };

    private readonly QuotaAccount[] _accounts =
        [.. Enumerable.Range(0, Count).Select(i => new QuotaAccount($"account {i}"))];

    private LedgerWindow _today = new() { Shape = LedgerShape.Fixed, StartMicros = 0, EndMicros = 0 };

    public LedgerLine Line(int account, long now, long amount) => new()
    {
        Account = _accounts[account],
        Window = account switch
        {
            0 or 1 or 2 => Today(now),
            3 => Sliding,
            4 => Bucket,
            _ => ForEver,
        },
        Unit = account == 5 ? QuotaUnit.ConcurrentCalls : QuotaUnit.Tokens,
        Limit = account switch { 0 => 200, 1 => 90, 3 => 120, 4 => 300, 5 => 4, 6 => 1L << 40, _ => 60 },
        Burst = 50,
        Amount = account == 5 ? 1 : amount,
        Enforced = account != 2,
    };

    private LedgerWindow Today(long now)
    {
        if (_today.Contains(now)) return _today;

        long day = now / DayMicros;
        return _today = new LedgerWindow
        {
            Shape = LedgerShape.Fixed,
            Id = day,
            StartMicros = day * DayMicros,
            EndMicros = (day + 1) * DayMicros,
            KeepMicros = 2 * DayMicros,
        };
    }
}
