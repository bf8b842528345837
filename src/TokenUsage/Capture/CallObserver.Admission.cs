using TokenUsage.Admission;
using TokenUsage.Diagnostics;
using TokenUsage.Recording;

namespace TokenUsage.Capture;

internal sealed partial class CallObserver
{
    public const string QuotaExceeded = "quota_exceeded";

    /// <summary>Gets whether a call must be admitted: false costs a call two reads.</summary>
    public bool AsksQuotas => gate.IsActive && _stages.IsOn(MonitoringStages.Quotas);

    /// <summary>Asks the quotas for a call.</summary>
    /// <returns>The refusal; null when the call may be made, and then holds what it may use.</returns>
    public ValueTask<QuotaDecision?> AdmitAsync(
        CallObservation call, TokenCounts estimate, long answers, TimeSpan wait, CancellationToken cancellationToken)
    {
        // A wait that the caller has asked for is no cost of the monitor.
        bool isMeasured = call.OwnTime >= 0 && wait <= TimeSpan.Zero;
        ValueTask<AdmissionResult> asked = isMeasured
            ? ReserveMeasuredAsync(call, RequestFor(call.Entry, estimate, answers), cancellationToken)
            : gate.ReserveAsync(RequestFor(call.Entry, estimate, answers), wait, cancellationToken);
        return asked.IsCompletedSuccessfully
            ? new ValueTask<QuotaDecision?>(Take(call, asked.Result))
            : TakeAsync(call, asked);
    }

    /// <summary>Reads how many output tokens a call could still hold.</summary>
    public ValueTask<long> ReadOutputRoomAsync(
        CallObservation call, TokenCounts estimate, CancellationToken cancellationToken) =>
        gate.ReadOutputRoomAsync(RequestFor(call.Entry, estimate, answers: 1), cancellationToken);

    /// <summary>Estimates the output that a call has received so far.</summary>
    public long EstimateOutput(CallObservation call) => estimator.EstimateTokens(
        call.Entry.Provider, call.Entry.Model ?? call.Entry.RequestedModel, call.ReceivedLength);

    /// <summary>Holds more for a call whose answer grows beyond what it holds.</summary>
    public ValueTask<QuotaDecision?> GrowAsync(
        CallObservation call, long outputTokens, CancellationToken cancellationToken) =>
        call.Admission is { } admission
            ? gate.GrowAsync(admission, outputTokens, cancellationToken)
            : ValueTask.FromResult<QuotaDecision?>(null);

    /// <summary>Gives back what a call holds that turns out to be none, or is made further in.</summary>
    public void GiveBack(CallObservation call)
    {
        if (call.TakeAdmission() is { } admission) Leave(gate.ReleaseAsync(admission, CancellationToken.None));
    }

    /// <summary>Charges a call that has ended with what its record says.</summary>
    private void Charge(CallObservation call)
    {
        if (call.TakeAdmission() is not { } admission) return;

        UsageEntry entry = call.Entry;
        if (!Settlement.HasCost(call))
        {
            Leave(gate.ReleaseAsync(admission, CancellationToken.None));
            return;
        }

        bool isUnknown = entry is { Outcome: CallOutcome.Failed, Source: UsageSource.Estimated }
            && gate.OnUnknownUsage != UnknownUsage.Input;
        Leave(gate.SettleAsync(
            admission,
            isUnknown ? default : entry.Tokens,
            entry.CostStatus,
            isUnknown ? null : entry.Usd,
            entry.Outcome,
            CancellationToken.None));
    }

    private async ValueTask<AdmissionResult> ReserveMeasuredAsync(
        CallObservation call, AdmissionRequest request, CancellationToken cancellationToken)
    {
        long began = Time.GetTimestamp();
        AdmissionResult result =
            await gate.ReserveAsync(request, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        call.OwnTime += Time.GetTimestamp() - began;
        return result;
    }

    private async ValueTask<QuotaDecision?> TakeAsync(CallObservation call, ValueTask<AdmissionResult> asked) =>
        Take(call, await asked.ConfigureAwait(false));

    private QuotaDecision? Take(CallObservation call, in AdmissionResult result)
    {
        if (result.Admission is not { } admission) return result.Refusal;

        // An answer that has come too late: its caller has let go of the call in the meantime.
        call.Hold(admission);
        if (call.HasEnded) GiveBack(call);
        return null;
    }

    private static AdmissionRequest RequestFor(UsageEntry entry, TokenCounts estimate, long answers) => new()
    {
        Id = entry.Id,
        Provider = entry.Provider,
        Model = entry.RequestedModel ?? "",
        Estimate = GeneratesNothing(entry.Operation) ? estimate with { Output = 0 } : estimate,
        Answers = answers,
        Subject = entry.Dimensions,
    };

    private static bool GeneratesNothing(string operation) => operation is "embeddings" or "rerank" or "moderations";

    // Nobody waits for a shared ledger to hear how a call ended: the gate repeats what failed.
    private static void Leave(ValueTask settling)
    {
        if (!settling.IsCompletedSuccessfully) _ = settling.AsTask();
    }
}
