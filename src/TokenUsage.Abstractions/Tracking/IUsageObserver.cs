namespace TokenUsage;

/// <summary>Sees every record once it is really stored.</summary>
public interface IUsageObserver
{
    /// <summary>Sees records that a store has committed. Called off the callers' path, one batch at a time.</summary>
    /// <remarks>An exception is logged and counted; it harms neither the recorder nor other observers.</remarks>
    void Observe(IReadOnlyList<UsageRecord> stored);
}
