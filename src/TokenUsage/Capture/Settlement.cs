using TokenUsage.Providers;
using TokenUsage.Recording;

namespace TokenUsage.Capture;

/// <summary>Decides what a call that has ended is charged with.</summary>
/// <remarks>
/// What the provider reported stands, explicit zeros included. What broke off after it was sent is estimated, and never
/// zero: the provider bills it, and an abort must not be a way around a budget.
/// </remarks>
internal static class Settlement
{
    public static void Settle(CallObservation call, ITokenEstimator estimator)
    {
        UsageEntry entry = call.Entry;
        TokenCounts reported = entry.Tokens;

        if (!HasCost(call))
        {
            // Nothing was used, and that is known: an error status says so, or the request never left.
            entry.Source = UsageSource.Reported;
            return;
        }

        if (call.IsDeferred)
        {
            // The provider works on, whoever listens: what was received so far says nothing about the bill.
            entry.Source = UsageSource.Unreported;
            entry.Tokens = default;
            return;
        }

        bool isLastWord = call.IsAnswerWhole && !reported.IsEmpty;
        if (isLastWord || entry.Outcome is CallOutcome.Success or CallOutcome.Cached)
        {
            bool isReported = !reported.IsEmpty || entry.Meters.Count > 0 || call.StatedCostUsd is not null;
            entry.Source = isReported ? UsageSource.Reported : UsageSource.Unreported;
            return;
        }

        string? model = entry.Model ?? entry.RequestedModel;
        long received = call.Received?.Count(entry.Provider, model)
            ?? estimator.EstimateTokens(entry.Provider, model, call.ReceivedLength);
        long sent = call.CountSent?.Invoke(model)
            ?? estimator.EstimateTokens(entry.Provider, model, call.SentLength);
        entry.Source = reported.IsEmpty ? UsageSource.Estimated : UsageSource.Partial;
        entry.Tokens = reported with
        {
            Input = reported.Input ?? Math.Max(1, call.ExpectedInput ?? sent),
            Output = Math.Max(reported.Output ?? 0, Math.Min(received, call.MaxOutput ?? long.MaxValue)),
        };
    }

    /// <summary>Whether the call has a cost, if only the avoided one of an answer from the application's cache.</summary>
    /// <remarks>
    /// An answer with an error status is not billed by any provider whose answers were studied; a connection that breaks
    /// after the request has left may be.
    /// </remarks>
    public static bool HasCost(CallObservation call) => call.Entry.Outcome switch
    {
        CallOutcome.Success or CallOutcome.Cached => true,
        CallOutcome.Refused => false,
        _ => (call.IsDispatched && !call.IsRejected) || !call.Entry.Tokens.IsEmpty,
    };
}
