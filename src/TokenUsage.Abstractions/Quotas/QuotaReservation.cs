namespace TokenUsage;

/// <summary>What a call holds of its quotas until it is settled.</summary>
/// <remarks>
/// Disposed before <see cref="MarkDispatched"/>, everything is given back. Disposed after it, the call is charged at
/// its estimate: the provider may bill it. Resolves once; whatever follows does nothing. Safe for concurrent use.
/// </remarks>
public abstract class QuotaReservation : IAsyncDisposable
{
    /// <summary>Says that the request has left: from here on the provider may bill it.</summary>
    public abstract void MarkDispatched();

    /// <summary>Holds more, because the call turns out larger or is tried again.</summary>
    /// <exception cref="QuotaExceededException">There is not that much left; what was held stays held.</exception>
    public abstract ValueTask ExtendAsync(TokenCounts more, CancellationToken cancellationToken = default);

    /// <summary>Charges what the call really used, even above what was held or left.</summary>
    public abstract ValueTask SettleAsync(
        TokenCounts actual, Cost cost, CallOutcome outcome, CancellationToken cancellationToken = default);

    /// <summary>Resolves the reservation, if nothing has.</summary>
    public abstract ValueTask DisposeAsync();
}
