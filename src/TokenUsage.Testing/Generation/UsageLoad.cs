namespace TokenUsage.Testing.Generation;

/// <summary>How even the use of a service is.</summary>
public enum UsageLoad
{
    /// <summary>Hundreds of calls an hour.</summary>
    Smooth,

    /// <summary>Tens of calls an hour, of very unequal size, with batches that triple an hour now and then.</summary>
    Bursty,
}
