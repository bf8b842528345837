using Microsoft.Extensions.Logging;

namespace TokenUsage.Admission;

/// <summary>Logs what happens to quotas: each threshold once, since one settlement of many crosses it.</summary>
/// <remarks>Not whose account it is: that may be a person's name. Refusals are left to metrics and records.</remarks>
internal sealed class QuotaEventLog(ILogger<QuotaEventLog> logger) : IQuotaListener
{
    public void OnQuotaEvent(in QuotaEvent quotaEvent)
    {
        switch (quotaEvent.Kind)
        {
            case QuotaEventKind.Warning:
                logger.QuotaRunsLow(quotaEvent.Quota.Name, quotaEvent.Used, quotaEvent.Limit);
                break;
            case QuotaEventKind.Critical:
                logger.QuotaIsCritical(quotaEvent.Quota.Name, quotaEvent.Used, quotaEvent.Limit);
                break;
            case QuotaEventKind.Refused:
                logger.QuotaRefused(quotaEvent.Quota.Name);
                break;
            case QuotaEventKind.ShadowRefused:
                logger.QuotaWouldRefuse(quotaEvent.Quota.Name);
                break;
        }
    }
}
