namespace TokenUsage;

/// <summary>A message on its way to one channel; written together with what it tells.</summary>
public sealed record AlertDelivery
{
    /// <summary>Gets the message's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets its place in the order; the store gives it.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets the channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Gets what happened.</summary>
    public required AlertTransition Transition { get; init; }

    /// <summary>Gets the alert as it was then.</summary>
    public required Alert Alert { get; init; }

    /// <summary>Gets when it happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the moment before which it is not sent: later than <see cref="CreatedAt"/> in a digest.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Gets whether it may share a message with others.</summary>
    public bool IsDigest { get; init; }

    /// <summary>Gets what became of it.</summary>
    public AlertDeliveryState State { get; init; }

    /// <summary>Gets how often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets when it was sent or given up.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets why the last attempt failed.</summary>
    public string? Error { get; init; }
}
