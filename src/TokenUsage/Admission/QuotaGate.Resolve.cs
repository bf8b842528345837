namespace TokenUsage.Admission;

internal sealed partial class QuotaGate
{
    /// <summary>
    /// Charges an ended call. What nobody reported counts as estimated. The admission must not be used again.
    /// </summary>
    public ValueTask SettleAsync(
        QuotaAdmission admission,
        TokenCounts actual,
        CostStatus status,
        decimal? usd,
        CallOutcome outcome,
        CancellationToken cancellationToken)
    {
        if (!admission.TryResolve()) return ValueTask.CompletedTask;

        if (actual.Output is { } output && outcome == CallOutcome.Success)
        {
            _history.Add(admission.Provider, admission.Model, output);
        }

        QuotaAmounts charge = _estimator.Charge(
            admission.Estimate, actual.Clamp(), admission.CountsMoney, status, usd, outcome);
        return ResolveAsync(admission, charge, cancellationToken);
    }

    /// <summary>Gives back what a call holds that was never sent. The admission must not be used again.</summary>
    public ValueTask ReleaseAsync(QuotaAdmission admission, CancellationToken cancellationToken) =>
        admission.TryResolve() ? ResolveAsync(admission, default, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>
    /// Resolves a call that ended without a word: at its estimate if it was sent, at nothing if it was not.
    /// </summary>
    public ValueTask CloseAsync(QuotaAdmission admission, CancellationToken cancellationToken)
    {
        if (!admission.TryResolve()) return ValueTask.CompletedTask;

        QuotaAmounts charge = admission.IsDispatched ? admission.Estimate.Most : default;
        return ResolveAsync(admission, charge, cancellationToken);
    }

    private ValueTask ResolveAsync(QuotaAdmission admission, QuotaAmounts charge, CancellationToken cancellationToken)
    {
        Counters.AddUncovered(-admission.UncoveredTokens);
        _upkeep.Forget(admission.Claim.Id);
        if (admission.Claim.Count == 0)
        {
            _pool.Return(admission);
            return ValueTask.CompletedTask;
        }

        if (admission.Extensions is not null) return ResolveAllAsync(admission, charge, cancellationToken);
        if (_memory is null) return SettleSharedAsync(admission, charge, cancellationToken);

        Finish(admission, _memory.Settle(admission.Claim, charge, UnixMicros.Now(_time)), charge);
        _line.Wake();
        return ValueTask.CompletedTask;
    }

    private async ValueTask SettleSharedAsync(
        QuotaAdmission admission, QuotaAmounts charge, CancellationToken cancellationToken)
    {
        try
        {
            ResolveStatus status = await _ledger.SettleAsync(admission.Claim, charge, cancellationToken)
                .AsTask()
                .WaitAsync(_options.LedgerTimeout, _time, cancellationToken)
                .ConfigureAwait(false);
            Finish(admission, status, charge);
            _line.Wake();
        }
        catch (Exception exception)
        {
            // Late, failed or cancelled: the call has used what it used. It is settled later, and the caller goes on.
            Counters.CountLedgerFailure();
            _upkeep.Repeat(admission.Claim, charge, exception);
        }
    }

    private async ValueTask ResolveAllAsync(
        QuotaAdmission admission, QuotaAmounts charge, CancellationToken cancellationToken)
    {
        List<LedgerClaim> extensions = admission.Extensions!;
        await SettleSharedAsync(admission, charge, cancellationToken).ConfigureAwait(false);
        foreach (LedgerClaim extension in extensions)
        {
            _upkeep.Forget(extension.Id);
            try
            {
                await _ledger.ReleaseAsync(extension, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Counters.CountLedgerFailure();
                _upkeep.Repeat(extension, default, exception);
            }
        }
    }

    private void Finish(QuotaAdmission admission, ResolveStatus status, in QuotaAmounts charge)
    {
        if (status != ResolveStatus.AlreadyResolved)
        {
            CountOverrun(admission, charge);
            for (int i = 0; i < admission.Claim.Count; i++) WarnAt(admission, i, charge);
        }

        _pool.Return(admission);
    }

    private void CountOverrun(QuotaAdmission admission, in QuotaAmounts charge)
    {
        long overrun = 0;
        for (int i = 0; i < admission.Claim.Count; i++)
        {
            ref readonly LedgerLine line = ref admission.Claim.Lines[i];
            if (admission.Rules[i].Definition.Estimate == QuotaEstimate.None) continue;

            long held = line.Amount + ExtendedBy(admission.Extensions, line.Account);
            overrun = Math.Max(overrun, TokensOf(line.Unit, charge.Of(line.Unit)) - held);
        }

        if (overrun > 0) Counters.CountOverrun(overrun);
    }

    private static long ExtendedBy(List<LedgerClaim>? extensions, QuotaAccount account)
    {
        if (extensions is null) return 0;

        long more = 0;
        foreach (LedgerClaim extension in extensions)
        {
            foreach (ref readonly LedgerLine line in extension.Lines)
            {
                if (line.Account.Equals(account)) more += line.Amount;
            }
        }

        return more;
    }

    /// <summary>
    /// Warns if this settlement carried the account over a threshold: of many at once, exactly one does.
    /// </summary>
    private void WarnAt(QuotaAdmission admission, int index, in QuotaAmounts charge)
    {
        QuotaRule rule = admission.Rules[index];
        if (rule.Definition is { WarnAt: null, CriticalAt: null }) return;

        ref readonly LedgerLine line = ref admission.Claim.Lines[index];
        long used = admission.Claim.BalanceOf(index).Used;
        long before = used - charge.Of(line.Unit);
        if (Crosses(rule.Definition.CriticalAt, line.Limit, before, used))
        {
            Publish(QuotaEventKind.Critical, rule, line, used);
        }
        else if (Crosses(rule.Definition.WarnAt, line.Limit, before, used))
        {
            Publish(QuotaEventKind.Warning, rule, line, used);
        }
    }

    private static bool Crosses(double? share, long limit, long before, long used) =>
        share is { } at && before < limit * at && used >= limit * at;

    private void Publish(QuotaEventKind kind, QuotaRule rule, in LedgerLine line, long used)
    {
        foreach (IQuotaListener listener in _listeners)
        {
            try
            {
                listener.OnQuotaEvent(new QuotaEvent
                {
                    Kind = kind,
                    Quota = rule.Definition,
                    Account = line.Account.Text,
                    Used = QuotaScale.ToUnit(rule.Unit, used),
                    Limit = QuotaScale.ToUnit(rule.Unit, line.Limit),
                });
            }
            catch (Exception exception)
            {
                _logger.ListenerFailed(exception);
            }
        }
    }
}
