namespace TokenUsage;

/// <summary>Is told when quotas run low and when they refuse. Register implementations as singletons.</summary>
/// <remarks>
/// Called on the caller's path: it only notes what it is told. An exception is logged and goes no further.
/// </remarks>
public interface IQuotaListener
{
    /// <summary>Notes an event.</summary>
    void OnQuotaEvent(in QuotaEvent quotaEvent);
}
