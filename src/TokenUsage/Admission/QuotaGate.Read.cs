namespace TokenUsage.Admission;

internal sealed partial class QuotaGate
{
    /// <summary>
    /// Says what reserving would answer now. Holds nothing, so that the answer can be old when it arrives.
    /// </summary>
    public async ValueTask<QuotaDecision> CheckAsync(AdmissionRequest call, CancellationToken cancellationToken)
    {
        if (FindHalt(call) is { } halt) return Refusal.ByHalt(halt);

        long now = UnixMicros.Now(_time);
        CallEstimate estimate = _estimator.Estimate(call, countsMoney: true, expectsOutput: true);
        foreach (QuotaRule rule in Book.Rules)
        {
            if (!rule.IsEnforced || !rule.Matches(call)) continue;
            if (rule.Unit == QuotaUnit.Usd && estimate.Price.IsFree) continue;

            LedgerLine line = rule.LineFor(call, now, AmountOf(rule, estimate));
            LedgerBalance balance = await _ledger.ReadAsync(line, cancellationToken).ConfigureAwait(false);
            long left = LimitOf(line) - balance.Used - balance.Held;
            if (line.Amount == 0 ? left > 0 : line.Amount <= left) continue;

            var answer = new ReserveAnswer
            {
                Status = ReserveStatus.Refused,
                NowMicros = now,
                RetryAtMicros = line.Window.EndMicros == long.MaxValue ? 0 : line.Window.EndMicros,
            };
            return Refusal.ByQuota(rule, line, balance, answer);
        }

        return QuotaDecision.Yes;
    }

    public async ValueTask<IReadOnlyList<QuotaStatus>> ReadStatusAsync(
        UsageDimensions subject, CancellationToken cancellationToken)
    {
        AdmissionRequest named = SubjectRequest.Of(subject);
        long now = UnixMicros.Now(_time);
        List<QuotaStatus> statuses = [];
        foreach (QuotaRule rule in Book.Rules)
        {
            if (!rule.IsNamedBy(named)) continue;

            LedgerLine line = rule.LineFor(named, now, amount: 0);
            LedgerBalance balance = await _ledger.ReadAsync(line, cancellationToken).ConfigureAwait(false);
            statuses.Add(new QuotaStatus
            {
                Quota = rule.Definition,
                Limit = QuotaScale.ToUnit(rule.Unit, LimitOf(line)),
                Used = QuotaScale.ToUnit(rule.Unit, balance.Used),
                Held = QuotaScale.ToUnit(rule.Unit, balance.Held),
                ResetsAt = UnixMicros.ToTime(line.Window.EndMicros),
                ProjectedExhaustion = Project(line, balance, now),
            });
        }

        return statuses;
    }

    private static long LimitOf(in LedgerLine line) =>
        line.Window.Shape == LedgerShape.Bucket ? line.Burst : line.Limit;

    /// <summary>
    /// Carries the window's average pace on. Only for windows that begin and end: others have no pace.
    /// </summary>
    private static DateTimeOffset? Project(in LedgerLine line, LedgerBalance balance, long nowMicros)
    {
        long elapsed = line.Window.StartMicros == long.MinValue ? 0 : nowMicros - line.Window.StartMicros;
        if (elapsed <= 0 || balance.Used <= 0) return null;
        if (balance.Used >= line.Limit) return UnixMicros.ToTime(nowMicros);

        Int128 at = nowMicros + ((Int128)(line.Limit - balance.Used) * elapsed / balance.Used);
        return at < line.Window.EndMicros ? UnixMicros.ToTime((long)at) : null;
    }
}
