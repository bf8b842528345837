namespace TokenUsage;

/// <summary>The write door for calls that neither the HTTP handler nor the chat client sees.</summary>
public interface ITokenTracker
{
    /// <summary>Begins a call.</summary>
    /// <returns>The call; dispose it when it has ended, however it ended.</returns>
    ValueTask<TrackedCall> StartAsync(CallDescription description, CancellationToken cancellationToken = default);

    /// <summary>Offers a finished record. Never blocks, never throws.</summary>
    /// <returns><see langword="false"/> when the queue is full or closed; the record is then counted as dropped.</returns>
    bool TryRecord(UsageRecord record);

    /// <summary>Records, waiting for room where there is none.</summary>
    /// <returns>A task that completes when the record has reached durable storage.</returns>
    /// <exception cref="ObjectDisposedException">The monitor has been stopped.</exception>
    ValueTask RecordAsync(UsageRecord record, CancellationToken cancellationToken = default);

    /// <summary>Waits until everything offered so far is stored, or until the deadline.</summary>
    /// <param name="deadline">How long to wait; more than zero.</param>
    /// <param name="cancellationToken">Ends the wait early, with an exception.</param>
    /// <returns>The monitor's counts at that moment.</returns>
    ValueTask<FlushReport> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken = default);
}
