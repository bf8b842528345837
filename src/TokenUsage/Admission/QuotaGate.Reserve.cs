namespace TokenUsage.Admission;

internal sealed partial class QuotaGate
{
    // The first answer may say that the window has just changed; the second is made with the ledger's own time.
    private const int MostTries = 3;

    /// <summary>Holds what a call may use of all quotas that match it, or refuses it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait for a shared ledger.</param>
    /// <param name="isRetry">Whether the call waits in line and was refused before: nobody is told again.</param>
    public ValueTask<AdmissionResult> ReserveAsync(
        in AdmissionRequest call, CancellationToken cancellationToken, bool isRetry = false)
    {
        if (FindHalt(call) is { } halt) return new ValueTask<AdmissionResult>(Refuse(Refusal.ByHalt(halt), isRetry));

        QuotaAdmission admission = _pool.Rent();
        long now = UnixMicros.Now(_time);
        Prepare(admission, call, now);
        if (admission.Claim.Count == 0) return new ValueTask<AdmissionResult>(Admit(admission));
        if (admission.FindBlocking() is { } blocking)
        {
            _pool.Return(admission);
            return new ValueTask<AdmissionResult>(Refuse(Refusal.ByUnpriced(blocking, call.Model), isRetry));
        }

        return _memory is null
            ? ReserveSharedAsync(admission, call, isRetry, cancellationToken)
            : new ValueTask<AdmissionResult>(
                Conclude(admission, _memory.Reserve(admission.Claim, now, long.MaxValue), isRetry));
    }

    private async ValueTask<AdmissionResult> ReserveSharedAsync(
        QuotaAdmission admission, AdmissionRequest call, bool isRetry, CancellationToken cancellationToken)
    {
        try
        {
            ReserveAnswer answer = default;
            for (int i = 0; i < MostTries; i++)
            {
                answer = await AskAsync(admission.Claim, cancellationToken).ConfigureAwait(false);
                if (answer.Status != ReserveStatus.WrongWindow) break;
                Prepare(admission, call, answer.NowMicros);
            }

            return Conclude(admission, answer, isRetry);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _upkeep.Repeat(admission.Claim, default, cause: null); // whether it is held is unknown: nothing was used
            throw;
        }
        catch (Exception exception)
        {
            Counters.CountLedgerFailure();
            _logger.LedgerFailed(_options.OnLedgerFailure, exception);
            return ConcludeFailure(admission, isRetry);
        }
    }

    private async ValueTask<ReserveAnswer> AskAsync(LedgerClaim claim, CancellationToken cancellationToken)
    {
        ValueTask<ReserveAnswer> answer = _ledger.ReserveAsync(claim, _lease, cancellationToken);
        if (answer.IsCompleted) return await answer.ConfigureAwait(false);

        bool mayBeOpening = !_hasAnswered && _options.LedgerTimeout < OpeningTimeout;
        TimeSpan most = mayBeOpening ? OpeningTimeout : _options.LedgerTimeout;
        ReserveAnswer given = await answer.AsTask().WaitAsync(most, _time, cancellationToken).ConfigureAwait(false);
        _hasAnswered = true;
        return given;
    }

    private void Prepare(QuotaAdmission admission, in AdmissionRequest call, long nowMicros)
    {
        admission.Begin(this, call);
        QuotaSet quotas = Book.Current;
        CallEstimate estimate = _estimator.Estimate(call, quotas.CountsMoney, quotas.ExpectsOutput);
        admission.Estimate = estimate;
        AccountBook? book = null;
        QuotaAccount?[] accounts = [];
        foreach (QuotaRule rule in quotas.Rules)
        {
            if (!rule.Matches(call) || (rule.Unit == QuotaUnit.Usd && estimate.Price.IsFree)) continue;

            if (!ReferenceEquals(rule.Accounts, book)) accounts = (book = rule.Accounts).Find(call);
            long amount = AmountOf(rule, estimate);
            admission.Add(rule, rule.LineFor(call, accounts, nowMicros, amount));
            if (rule.Definition.Estimate == QuotaEstimate.UpperBound) continue;

            long uncovered = TokensOf(rule.Unit, estimate.At(QuotaEstimate.UpperBound, rule.Unit) - amount);
            admission.UncoveredTokens = Math.Max(admission.UncoveredTokens, uncovered);
        }
    }

    private AdmissionResult Conclude(QuotaAdmission admission, in ReserveAnswer answer, bool isRetry)
    {
        if (answer.IsHeld) return Admit(admission);

        AdmissionResult refusal = answer.Status == ReserveStatus.Refused
            ? Refuse(admission, answer, isRetry)
            : Refuse(Refusal.ByLedger(answer.Status), isRetry);
        _pool.Return(admission);
        return refusal;
    }

    private AdmissionResult Refuse(QuotaAdmission admission, in ReserveAnswer answer, bool isRetry)
    {
        QuotaRule rule = admission.Rules[answer.Line];
        ref readonly LedgerLine line = ref admission.Claim.Lines[answer.Line];
        LedgerBalance balance = admission.Claim.BalanceOf(answer.Line);
        if (!isRetry) Publish(QuotaEventKind.Refused, rule, line, balance.Used + balance.Held);

        return Refuse(Refusal.ByQuota(rule, line, balance, answer), isRetry) with
        {
            FitsLater = line.Amount <= LimitOf(line) && LimitOf(line) > 0,
            HeldByOthers = balance.Held,
        };
    }

    /// <summary>
    /// Decides without the ledger. The claim is kept out of the pool: the ledger may still be reading it.
    /// </summary>
    private AdmissionResult ConcludeFailure(QuotaAdmission admission, bool isRetry)
    {
        if (_options.OnLedgerFailure == LedgerFailure.Admit || !AnyEnforced(admission.Rules)) return Admit(admission);

        _upkeep.Repeat(admission.Claim, default, cause: null);
        return Refuse(Refusal.ByLedger(ReserveStatus.Refused), isRetry);
    }

    private static bool AnyEnforced(ReadOnlySpan<QuotaRule> rules)
    {
        foreach (QuotaRule rule in rules)
        {
            if (rule.IsEnforced) return true;
        }

        return false;
    }

    private AdmissionResult Admit(QuotaAdmission admission)
    {
        admission.MarkOpen();
        _upkeep.Track(admission.Claim.Id);
        Counters.CountAdmitted();
        Counters.AddUncovered(admission.UncoveredTokens);
        for (int i = 0; i < admission.Claim.Count; i++)
        {
            LedgerBalance balance = admission.Claim.BalanceOf(i);
            if (!balance.Exceeds || admission.Rules[i].Definition.Mode != QuotaMode.Shadow) continue;

            Counters.CountShadowRefused();
            Publish(
                QuotaEventKind.ShadowRefused,
                admission.Rules[i],
                admission.Claim.Lines[i],
                balance.Used + balance.Held);
        }

        return new AdmissionResult(admission, null);
    }

    private AdmissionResult Refuse(QuotaDecision refusal, bool isRetry)
    {
        if (!isRetry) Counters.CountRefused();
        return new AdmissionResult(null, refusal);
    }

    private Halt? FindHalt(in AdmissionRequest call)
    {
        foreach (Halt halt in Book.Halts)
        {
            if (halt.Covers(call)) return halt;
        }

        return null;
    }

    /// <summary>Gets what a call holds of a quota while it is under way.</summary>
    private static long AmountOf(QuotaRule rule, in CallEstimate estimate)
    {
        if (rule.Definition.Mode == QuotaMode.AlertOnly) return 0;
        return rule.Unit == QuotaUnit.ConcurrentCalls ? 1 : estimate.At(rule.Definition.Estimate, rule.Unit);
    }

    private static long TokensOf(QuotaUnit unit, long amount) =>
        unit is QuotaUnit.Tokens or QuotaUnit.InputTokens or QuotaUnit.OutputTokens ? amount : 0;
}
