namespace TokenUsage.Alerting;

/// <summary>Keeps alerts and the messages about them, for one process or for all that share it.</summary>
/// <remarks>Replicas agree by <see cref="TryChangeAsync"/>: of those who found the same, one writes it, and only its messages exist.</remarks>
public interface IAlertStore
{
    /// <summary>Finds the latest alert of a fingerprint.</summary>
    ValueTask<AlertEntry?> FindAsync(string fingerprint, CancellationToken cancellationToken);

    /// <summary>Finds an alert.</summary>
    ValueTask<AlertEntry?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Writes a change and its messages in one transaction.</summary>
    /// <returns><see langword="false"/> when the fingerprint's version is no longer the one before the change's; nothing is written then.</returns>
    ValueTask<bool> TryChangeAsync(AlertChange change, CancellationToken cancellationToken);

    /// <summary>Reads alerts, the latest first.</summary>
    ValueTask<IReadOnlyList<AlertEntry>> ReadAsync(AlertQuery query, CancellationToken cancellationToken);

    /// <summary>Takes a channel's messages that are due, in their order, and keeps other holders off the channel meanwhile.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="holder">Who takes them.</param>
    /// <param name="now">The moment of asking.</param>
    /// <param name="lease">How long others are kept off unless <see cref="CompleteAsync"/> comes first.</param>
    /// <param name="most">The most messages.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The messages; none while another holds the channel, or it rests after a failure.</returns>
    ValueTask<IReadOnlyList<AlertDelivery>> ClaimAsync(
        string channel, string holder, DateTimeOffset now, TimeSpan lease, int most,
        CancellationToken cancellationToken);

    /// <summary>Writes what became of messages, and frees the channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="holder">Who took them; another's lease is left alone.</param>
    /// <param name="deliveries">The messages as they now are.</param>
    /// <param name="restUntil">The moment before which the channel hands out no message; <see langword="null"/> for at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask CompleteAsync(
        string channel,
        string holder,
        IReadOnlyList<AlertDelivery> deliveries,
        DateTimeOffset? restUntil,
        CancellationToken cancellationToken);

    /// <summary>Reads messages, the latest first.</summary>
    ValueTask<IReadOnlyList<AlertDelivery>> ReadDeliveriesAsync(
        AlertDeliveryState? state, int most, CancellationToken cancellationToken);

    /// <summary>Adds a silence.</summary>
    ValueTask AddSilenceAsync(AlertSilence silence, CancellationToken cancellationToken);

    /// <summary>Reads the silences that have not ended.</summary>
    ValueTask<IReadOnlyList<AlertSilence>> ReadSilencesAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes alerts, messages and silences that ended before a moment.</summary>
    /// <remarks>The latest alert of a fingerprint that was dismissed and has not been well since stays.</remarks>
    ValueTask PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
