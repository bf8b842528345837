using TokenUsage;

namespace QuickStart;

/// <summary>What a running service may look at.</summary>
internal sealed class LiveViews(ITokenUsageStats stats, ILiveUsage live, IUsageFeed feed, IMonitorHealth health)
{
    public void Look()
    {
        // snippet: live-current
        UsageTotals sinceStart = stats.Current; // costs no query
        LiveReading lastHour = live.Read(new LiveQuery { By = Dimension.User, Top = 5 });
        LiveReading thisQuarter = live.Read(
            new LiveQuery { Window = LiveWindow.Tumbling(TimeSpan.FromMinutes(15)), By = Dimension.Model });
        // end-snippet

        Console.WriteLine($"{sinceStart.Attempts} attempts by {lastHour.Groups.Count} users");
        Console.WriteLine($"{thisQuarter.Groups.Count} models");
    }

    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        // snippet: live-subscribe
        await using IFeedSubscription failures = feed.Subscribe(
            new FeedOptions { Name = "failures", Kinds = [FeedEventKind.CallFailed, FeedEventKind.QuotaExceeded] },
            (happened, _) =>
            {
                Console.WriteLine($"{happened.At:T} {happened.Kind}: {happened.Record?.ErrorType ?? happened.Message}");
                return ValueTask.CompletedTask;
            });
        // end-snippet

        // snippet: live-conflate
        var oncePerModel = new FeedOptions
        {
            Kinds = [FeedEventKind.CallCompleted],
            Where = [UsageFilter.In(Dimension.Project, "shop")],
            Interval = TimeSpan.FromSeconds(5),
            ConflateBy = happened => happened.Record?.Model ?? "", // the latest of each, and how many it stands for
            Replay = 100,
        };
        await foreach (FeedEvent happened in feed.ReadAsync(oncePerModel, cancellationToken))
            Console.WriteLine($"{happened.Record?.Model}: {happened.Count} calls");
        // end-snippet
    }

    public void Tell()
    {
        // snippet: live-publish
        feed.Publish(new FeedEvent { Kind = FeedEventKind.Custom, Name = "cache-cleared", Message = "By hand." });
        // end-snippet
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // snippet: live-health
        MonitorHealth now = await health.CheckAsync(cancellationToken);
        foreach (ComponentHealth component in now.Components)
            Console.WriteLine($"{component.Name}: {component.Level}. {component.Recommendation}");
        // end-snippet
    }
}
