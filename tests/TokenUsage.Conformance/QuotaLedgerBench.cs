using TokenUsage.Admission;

namespace TokenUsage.Conformance;

/// <summary>A ledger under test, its clock, and short ways to ask it.</summary>
public abstract class QuotaLedgerBench : IAsyncDisposable
{
    /// <summary>Gets a sliding window of a minute, in parts of a second.</summary>
    public static LedgerWindow SlidingMinute { get; } = new()
    {
        Shape = LedgerShape.Sliding,
        LengthMicros = 60_000_000,
        Parts = 60,
        KeepMicros = 120_000_000,
    };

    /// <summary>Gets a bucket whose limit refills in a minute.</summary>
    public static LedgerWindow BucketMinute { get; } = new()
    {
        Shape = LedgerShape.Bucket,
        LengthMicros = 60_000_000,
        KeepMicros = 120_000_000,
    };

    public abstract IQuotaLedger Ledger { get; }

    public abstract long NowMicros { get; }

    public abstract void Advance(TimeSpan time);

    public abstract ValueTask DisposeAsync();

    /// <summary>Makes a line in the day that the ledger's clock is in.</summary>
    public LedgerLine Line(string account, long limit, long amount)
    {
        const long DayMicros = 86_400_000_000;
        long day = NowMicros / DayMicros;
        return new LedgerLine
        {
            Account = new QuotaAccount(account),
            Unit = QuotaUnit.Tokens,
            Limit = limit,
            Burst = limit,
            Amount = amount,
            Enforced = true,
            Window = new LedgerWindow
            {
                Shape = LedgerShape.Fixed,
                Id = day,
                StartMicros = day * DayMicros,
                EndMicros = (day + 1) * DayMicros,
                KeepMicros = 2 * DayMicros,
            },
        };
    }

    public LedgerClaim Claim(params ReadOnlySpan<LedgerLine> lines)
    {
        var claim = new LedgerClaim();
        claim.Begin(Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddMicroseconds(NowMicros)));
        foreach (ref readonly LedgerLine line in lines) claim.Add(line);
        return claim;
    }

    public ValueTask<ReserveAnswer> ReserveAsync(LedgerClaim claim, TimeSpan? lease = null) =>
        Ledger.ReserveAsync(claim, lease ?? TimeSpan.FromDays(10), CancellationToken.None);

    public ValueTask<ResolveStatus> SettleAsync(LedgerClaim claim, long tokens) =>
        Ledger.SettleAsync(claim, new QuotaAmounts { OutputTokens = tokens, Requests = 1 }, CancellationToken.None);

    public ValueTask<LedgerBalance> ReadAsync(LedgerClaim claim) =>
        Ledger.ReadAsync(claim.Lines[0], CancellationToken.None);
}
