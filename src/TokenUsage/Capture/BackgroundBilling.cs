using TokenUsage.Providers;
using TokenUsage.Recording;

namespace TokenUsage.Capture;

/// <summary>Decides which of the looks at one answer is its bill.</summary>
internal static class BackgroundBilling
{
    /// <summary>Says whether an observation is to be recorded, and marks it where its bill is shown elsewhere.</summary>
    public static bool IsRecorded(
        CallObservation call, UsageReading reading, bool isRepeat, BackgroundResponses responses)
    {
        if (!reading.IsBackground || reading.ResponseId is not { } id || call.IsRejected) return !isRepeat;

        UsageEntry entry = call.Entry;
        bool isStated = !entry.Tokens.IsEmpty || entry.Meters.Count > 0 || call.StatedCostUsd is not null;
        if (isStated && responses.TryBill(id, out BackgroundStart? start))
        {
            if (isRepeat && start is not null) Continue(entry, start);
            return true;
        }

        if (isRepeat) return false;

        call.IsDeferred = true;
        entry.Meters.Clear();
        call.StatedCostUsd = null;
        if (entry.OperationId == Guid.Empty) entry.OperationId = entry.Id;
        responses.Await(
            id, new BackgroundStart(entry.OperationId, entry.Attempt, entry.Dimensions, entry.RequestedModel));
        return true;
    }

    // The provider bills the attempt that started the answer: it is that attempt, whoever caused it is who caused this.
    private static void Continue(UsageEntry entry, BackgroundStart start)
    {
        entry.OperationId = start.OperationId;
        entry.Attempt = start.Attempt;
        entry.Dimensions = entry.Dimensions.Over(start.Dimensions);
        entry.RequestedModel ??= start.RequestedModel;
    }
}
