using System.Collections.Immutable;
using System.Globalization;
using TokenUsage.Live;

namespace TokenUsage.Admission;

/// <summary>Tells subscribers of the feed when quotas run low and when they are used up.</summary>
internal sealed class QuotaFeed(UsageFeed feed) : IQuotaListener
{
    public void OnQuotaEvent(in QuotaEvent quotaEvent)
    {
        bool isWarning = quotaEvent.Kind is QuotaEventKind.Warning or QuotaEventKind.Critical;
        FeedEventKind kind = isWarning ? FeedEventKind.QuotaWarned : FeedEventKind.QuotaExceeded;
        if (!feed.IsWanted(kind)) return; // refusals may be many: nothing is made for nobody

        feed.Publish(new FeedEvent
        {
            Kind = kind,
            Name = quotaEvent.Quota.Name,
            Value = quotaEvent.Used,
            Threshold = quotaEvent.Limit,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"Quota '{quotaEvent.Quota.Name}': {quotaEvent.Used} of {quotaEvent.Limit} are used."),
            Data = ImmutableDictionary<string, string>.Empty
                .Add("account", quotaEvent.Account)
                .Add("event", quotaEvent.Kind.ToString()),
        });
    }
}
