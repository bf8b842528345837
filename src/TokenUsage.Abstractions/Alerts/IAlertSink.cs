namespace TokenUsage;

/// <summary>A channel that messages about alerts go out by. Register it as a singleton.</summary>
/// <remarks>
/// Called away from every call, one message after the other. A message that fails is tried again, and those after it wait
/// for it, so that the order stays.
/// </remarks>
public interface IAlertSink
{
    /// <summary>Gets the channel's name, by which routes name it. No two are the same.</summary>
    string Name { get; }

    /// <summary>Sends a message.</summary>
    /// <param name="notice">The message.</param>
    /// <param name="cancellationToken">Ends the attempt, also when it takes longer than a channel may.</param>
    /// <exception cref="AlertSinkException">It cannot be sent, perhaps ever. Any other exception is taken as "not now".</exception>
    ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken);
}
