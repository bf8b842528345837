using TokenUsage.Admission;

namespace TokenUsage.Capture;

internal sealed partial class CallObservation
{
    private QuotaAdmission? _admission;

    /// <summary>Gets what the call holds of its quotas.</summary>
    public QuotaAdmission? Admission => Volatile.Read(ref _admission);

    /// <summary>Gets how many output tokens the call may use before it must ask for more.</summary>
    public long CoveredOutput { get; set; } = long.MaxValue;

    public void Hold(QuotaAdmission admission)
    {
        CoveredOutput = admission.CoveredOutput;
        Volatile.Write(ref _admission, admission);
        if (IsDispatched) admission.MarkDispatched();
    }

    /// <summary>Takes over what the call holds. Only the first who asks gets it.</summary>
    public QuotaAdmission? TakeAdmission() => Interlocked.Exchange(ref _admission, null);

    /// <summary>Gives back what the call holds, because something further in asks for itself.</summary>
    public void GiveBack() => _observer.GiveBack(this);

    /// <summary>Notes that only the collector has found the call: what it holds must not be used again.</summary>
    public void Retire() => Admission?.Retire();

    /// <summary>Asks the quotas, and ends the call when they refuse.</summary>
    /// <exception cref="QuotaExceededException">A quota is used up, or calls are halted.</exception>
    public async ValueTask AdmitAsync(TokenCounts estimate, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            QuotaDecision? refusal = await _observer.AdmitAsync(this, estimate, answers: 1, wait, cancellationToken)
                .ConfigureAwait(false);
            if (refusal is not null) throw Refuse(refusal);
        }
        catch (OperationCanceledException exception)
        {
            EndWith(exception);
            throw;
        }
    }

    /// <summary>Ends the call as refused: recorded, and free.</summary>
    public QuotaExceededException Refuse(QuotaDecision refusal)
    {
        if (!HasEnded && refusal.Quota is { } quota) Entry.Metadata.Add(KeyValuePair.Create("quota", quota));
        End(CallOutcome.Refused, CallObserver.QuotaExceeded);
        return new QuotaExceededException(refusal);
    }
}
