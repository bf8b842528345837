namespace TokenUsage;

/// <summary>What became of a message.</summary>
public enum AlertDeliveryState
{
    /// <summary>It waits to be sent, for the first time or again.</summary>
    Waiting,

    /// <summary>The channel has taken it.</summary>
    Sent,

    /// <summary>The channel refuses it, or has not taken it in time.</summary>
    Dead,
}
