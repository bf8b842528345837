using TokenUsage.Admission;

namespace TokenUsage.Benchmarks;

/// <summary>One thread's calls: each with an id of its own, over all users.</summary>
internal sealed class AdmissionWork(int thread)
{
    private readonly LedgerClaim _claim = new();
    private SharedLedger _shared = null!;
    private ulong _last;

    public void Use(SharedLedger shared) => _shared = shared;

    public int RunLedger(int calls)
    {
        int admitted = 0;
        for (int i = 0; i < calls; i++)
        {
            _claim.Begin(NextId());
            _shared.Fill(_claim, i * 7 % _shared.UserCount);
            if (!_shared.Ledger.Reserve(_claim, _shared.NowMicros, long.MaxValue).IsHeld) continue;

            _shared.Ledger.Settle(_claim, new QuotaAmounts { InputTokens = 5, OutputTokens = 2 }, _shared.NowMicros);
            admitted++;
        }

        return admitted;
    }

    public int RunGate(int calls)
    {
        int admitted = 0;
        for (int i = 0; i < calls; i++)
        {
            var call = new AdmissionRequest
            {
                Id = NextId(),
                Provider = "openai",
                Model = "gpt-4o-mini",
                Estimate = new TokenCounts { Input = 5, Output = 5 },
                Subject = _shared.SubjectOf(i * 7 % _shared.UserCount),
            };
            ValueTask<AdmissionResult> result = _shared.Gate.ReserveAsync(call, CancellationToken.None);
            if (!result.IsCompletedSuccessfully || result.Result.Admission is not { } admission) continue;

            ValueTask settled = _shared.Gate.SettleAsync(
                admission,
                new TokenCounts { Input = 5, Output = 2 },
                CostStatus.Unpriced,
                null,
                CallOutcome.Interrupted,
                CancellationToken.None);
            if (settled.IsCompletedSuccessfully) admitted++;
        }

        return admitted;
    }

    // Ids of version 7 cost more than all the rest together; the product takes them from a buffered source.
    private Guid NextId()
    {
        ulong mixed = ++_last * 0x9E3779B97F4A7C15;
        (byte Low, byte High) spread = ((byte)(mixed >> 32), (byte)(mixed >> 40));
        return new Guid((uint)_last, (ushort)thread, 0x7000, 0x80, 0, 0, 0, 0, 0, spread.High, spread.Low);
    }
}
