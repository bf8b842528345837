using System.Globalization;

namespace TokenUsage.Admission;

/// <summary>Says no: what happened, the numbers of the caller's own account, and what mends it.</summary>
internal static class Refusal
{
    public static QuotaDecision ByHalt(Halt halt) => new()
    {
        Message = $"Calls are halted ({halt.Scope.Dimension?.Name ?? "everything"}): {halt.Reason} "
            + "They go on when ITokenQuotas.ResumeAsync is called for that scope.",
    };

    public static QuotaDecision ByUnpriced(QuotaRule rule, string model) => new()
    {
        Quota = rule.Definition.Name,
        Message = $"Quota '{rule.Definition.Name}' is in money, and the model '{model}' has no known price. "
            + "Give it one with UsePrices, UseFlatPrice or MapModel, or set PricingOptions.UnpricedBudget to "
            + "ChargeCeiling or Warn.",
    };

    public static QuotaDecision ByQuota(
        QuotaRule rule, in LedgerLine line, LedgerBalance balance, in ReserveAnswer answer)
    {
        QuotaUnit unit = rule.Unit;
        decimal taken = QuotaScale.ToUnit(unit, balance.Used + balance.Held);
        decimal limit = QuotaScale.ToUnit(unit, line.Window.Shape == LedgerShape.Bucket ? line.Burst : line.Limit);
        decimal asked = QuotaScale.ToUnit(unit, line.Amount);
        DateTimeOffset? resetsAt = UnixMicros.ToTime(line.Window.EndMicros);
        TimeSpan? retryAfter = answer.RetryAtMicros > answer.NowMicros
            ? TimeSpan.FromMicroseconds(answer.RetryAtMicros - answer.NowMicros)
            : null;
        return new QuotaDecision
        {
            Quota = rule.Definition.Name,
            Used = taken,
            Limit = limit,
            ResetsAt = resetsAt,
            RetryAfter = retryAfter,
            Message = Describe(rule, taken, limit, asked, resetsAt, retryAfter),
        };
    }

    public static QuotaDecision ByLedger(ReserveStatus status) => new()
    {
        Message = status switch
        {
            ReserveStatus.AlreadyResolved =>
                "A call with this id has already ended. Give every call an id of its own.",
            ReserveStatus.Full =>
                "The quota ledger holds as many accounts as it may. Keep quotas by dimensions with fewer values.",
            _ => "The quota ledger does not answer, and a quota that enforces matches the call. "
                + "Mend the ledger, or set QuotaOptions.OnLedgerFailure to Admit.",
        },
    };

    private static string Describe(
        QuotaRule rule, decimal taken, decimal limit, decimal asked, DateTimeOffset? resetsAt, TimeSpan? retryAfter)
    {
        string amounts = $"Quota '{rule.Definition.Name}': the call may need {QuotaScale.Describe(rule.Unit, asked)}, "
            + $"and {QuotaScale.Describe(rule.Unit, Math.Max(0, limit - taken))} of "
            + $"{QuotaScale.Describe(rule.Unit, limit)} are left";
        if (asked > limit) return $"{amounts}. Lower the call's output cap, or raise the limit.";
        if (resetsAt is { } end)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{amounts} until {end:u}. Wait, or raise the limit.");
        }

        return retryAfter is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $"{amounts}. Try again in {wait.TotalSeconds:0.###} seconds.")
            : $"{amounts}. Wait for calls under way to end, or raise the limit.";
    }
}
