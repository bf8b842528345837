namespace TokenUsage.Admission;

/// <summary>An admission in a caller's hands: it can be asked again after it ended; the pooled one cannot.</summary>
/// <remarks>One step at a time: an extension that overlapped the settlement would be held for ever.</remarks>
internal sealed class HeldReservation(QuotaGate gate, QuotaAdmission admission) : QuotaReservation
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _ownership = new();
    private QuotaAdmission? _admission = admission;

    public override void MarkDispatched()
    {
        lock (_ownership) _admission?.MarkDispatched();
    }

    public override async ValueTask ExtendAsync(TokenCounts more, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_admission is not { } held) return;

            QuotaDecision? refusal = await gate.ExtendAsync(held, more, cancellationToken).ConfigureAwait(false);
            if (refusal is not null) throw new QuotaExceededException(refusal);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask SettleAsync(
        TokenCounts actual, Cost cost, CallOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cost);

        if (await TakeAsync().ConfigureAwait(false) is not { } held) return;
        await gate.SettleAsync(held, actual, cost.Status, cost.Usd, outcome, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (await TakeAsync().ConfigureAwait(false) is not { } held) return;
        await gate.CloseAsync(held, CancellationToken.None).ConfigureAwait(false);
    }

    // Not cancellable: what a call used is charged whether or not its caller still waits.
    private async ValueTask<QuotaAdmission?> TakeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            lock (_ownership)
            {
                QuotaAdmission? held = _admission;
                _admission = null;
                return held;
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
