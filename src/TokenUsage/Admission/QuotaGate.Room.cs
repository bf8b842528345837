namespace TokenUsage.Admission;

internal sealed partial class QuotaGate
{
    /// <summary>Reads how many output tokens a call could hold now beside its prompt.</summary>
    /// <returns><see cref="long.MaxValue"/> when no quota that enforces limits its output.</returns>
    public async ValueTask<long> ReadOutputRoomAsync(AdmissionRequest call, CancellationToken cancellationToken)
    {
        long now = UnixMicros.Now(_time);
        long room = long.MaxValue;
        CallEstimate estimate = _estimator.Estimate(call, Book.Current.CountsMoney, expectsOutput: false);
        foreach (QuotaRule rule in Book.Rules)
        {
            bool limitsOutput = rule.IsEnforced && rule.Definition.Estimate == QuotaEstimate.UpperBound;
            if (!limitsOutput || !rule.Matches(call)) continue;

            LedgerLine line = rule.LineFor(call, now, amount: 0);
            LedgerBalance balance = await _ledger.ReadAsync(line, cancellationToken).ConfigureAwait(false);
            long left = Math.Max(0, LimitOf(line) - balance.Used - balance.Held);
            room = Math.Min(room, OutputIn(left, rule.Unit, estimate));
        }

        return Math.Max(0, room);
    }

    private static long OutputIn(long left, QuotaUnit unit, in CallEstimate estimate) => unit switch
    {
        QuotaUnit.Tokens => left - estimate.Input,
        QuotaUnit.OutputTokens => left,
        QuotaUnit.Usd => OutputFor(left - estimate.Price.NanoUsdOf(estimate.Input, 0), estimate.Price),
        _ => long.MaxValue,
    };

    // A nano-dollar less, because prompt and output are rounded up together when the call asks.
    private static long OutputFor(long nanoUsd, in PriceCeiling price)
    {
        if (price.IsFree || price.OutputUsdPerMillion == 0) return long.MaxValue;
        return (long)Math.Min(TokenCounts.MaxPerCall, Math.Max(0, nanoUsd - 1) / (price.OutputUsdPerMillion * 1_000m));
    }
}
