namespace TokenUsage.Alerting;

/// <summary>A change to an alert together with the messages that tell of it: both are written, or neither.</summary>
public sealed record AlertChange
{
    /// <summary>Gets the alert after the change. Its version is one more than the one that was read.</summary>
    public required AlertEntry Entry { get; init; }

    /// <summary>Gets the messages.</summary>
    public IReadOnlyList<AlertDelivery> Deliveries { get; init; } = [];
}
