namespace TokenUsage.Admission;

internal sealed partial class QuotaGate
{
    /// <summary>
    /// Holds more for a call under way: as a claim of its own, so that ledgers need no further verb for it.
    /// </summary>
    /// <returns>The refusal; null when more is held, or the call has ended.</returns>
    public ValueTask<QuotaDecision?> ExtendAsync(
        QuotaAdmission admission, TokenCounts more, CancellationToken cancellationToken) =>
        ExtendAsync(admission, admission.Estimate.Plus(more.Clamp()), isKnown: false, cancellationToken);

    /// <summary>Holds output that has come already, of every quota that had not held the most from the start.</summary>
    /// <returns>The refusal; null when more is held, or the call has ended.</returns>
    public ValueTask<QuotaDecision?> GrowAsync(
        QuotaAdmission admission, long outputTokens, CancellationToken cancellationToken)
    {
        CallEstimate more = admission.Estimate.Plus(new TokenCounts { Input = 0, Output = outputTokens });
        return ExtendAsync(admission, more, isKnown: true, cancellationToken);
    }

    private async ValueTask<QuotaDecision?> ExtendAsync(
        QuotaAdmission admission, CallEstimate more, bool isKnown, CancellationToken cancellationToken)
    {
        if (!admission.IsOpen) return null;

        int ordinal = (admission.Extensions?.Count ?? 0) + 1;
        var claim = new LedgerClaim();
        claim.Begin(ExtensionId.Of(admission.Claim.Id, ordinal));
        AddLines(claim, admission, more, isKnown);
        if (claim.Count == 0) return null;

        ReserveAnswer answer;
        try
        {
            answer = await AskAsync(claim, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Counters.CountLedgerFailure();
            _logger.LedgerFailed(_options.OnLedgerFailure, exception);
            _upkeep.Repeat(claim, default, cause: null); // whether it is held is unknown
            return _options.OnLedgerFailure == LedgerFailure.Admit ? null : Refusal.ByLedger(ReserveStatus.Refused);
        }

        // The call belongs to the window it began in; what it grows by is charged there when it settles.
        if (isKnown && answer.Status == ReserveStatus.WrongWindow) return null;

        if (!answer.IsHeld)
        {
            return answer.Status == ReserveStatus.Refused
                ? RefuseExtension(admission, claim, answer)
                : Refusal.ByLedger(answer.Status);
        }

        _upkeep.Track(claim.Id);
        admission.AddExtension(claim);
        return null;
    }

    private static void AddLines(
        LedgerClaim claim, QuotaAdmission admission, in CallEstimate more, bool isKnown)
    {
        for (int i = 0; i < admission.Claim.Count; i++)
        {
            QuotaRule rule = admission.Rules[i];
            if (rule.Unit is QuotaUnit.Requests or QuotaUnit.ConcurrentCalls) continue;

            if (isKnown && rule.Definition.Estimate == QuotaEstimate.UpperBound) continue;

            long amount = isKnown ? more.At(QuotaEstimate.UpperBound, rule.Unit) : AmountOf(rule, more);
            if (amount > 0) claim.Add(admission.Claim.Lines[i] with { Amount = amount });
        }
    }

    private QuotaDecision RefuseExtension(QuotaAdmission admission, LedgerClaim claim, in ReserveAnswer answer)
    {
        ref readonly LedgerLine line = ref claim.Lines[answer.Line];
        QuotaAccount account = line.Account;
        int index = 0;
        while (!admission.Claim.Lines[index].Account.Equals(account)) index++;

        Counters.CountRefused();
        return Refusal.ByQuota(admission.Rules[index], line, claim.BalanceOf(answer.Line), answer);
    }
}
