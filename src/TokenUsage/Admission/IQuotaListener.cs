namespace TokenUsage.Admission;

/// <summary>Is told when quotas run low and when they refuse: what upper layers make alerts of.</summary>
/// <remarks>
/// Called on the caller's path: it only notes what it is told. An exception is logged and goes no further.
/// </remarks>
internal interface IQuotaListener
{
    void OnQuotaEvent(in QuotaEvent quotaEvent);
}
