namespace TokenUsage.Admission;

internal sealed partial class QuotaGate
{
    /// <summary>Holds what a call may use, and waits for it if waiting can help.</summary>
    /// <param name="call">The call.</param>
    /// <param name="most">The longest wait; zero does not wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<AdmissionResult> ReserveAsync(
        in AdmissionRequest call, TimeSpan most, CancellationToken cancellationToken)
    {
        if (most <= TimeSpan.Zero) return ReserveAsync(call, cancellationToken);
        return ReserveOrWaitAsync(call, most, cancellationToken);
    }

    private async ValueTask<AdmissionResult> ReserveOrWaitAsync(
        AdmissionRequest call, TimeSpan most, CancellationToken cancellationToken)
    {
        bool isBehindOthers = _line.HasWaiting(call);
        AdmissionResult first = isBehindOthers
            ? new AdmissionResult(null, new QuotaDecision { Message = "Earlier calls wait for the same quota." })
            : await ReserveAsync(call, cancellationToken).ConfigureAwait(false);
        if (first.Admission is not null || (!isBehindOthers && !CanHelp(first, most))) return first;

        return await _line.WaitAsync(call, first, most, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Says whether waiting can help: the call fits at all, and either others hold a part or the window moves in time.
    /// </summary>
    internal static bool CanHelp(in AdmissionResult refused, TimeSpan most) =>
        refused.FitsLater && (refused.HeldByOthers > 0 || refused.Refusal?.RetryAfter <= most);
}
