using Microsoft.Extensions.Logging;
using TokenUsage.Live;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Looks at the points that are over since the last look, and tells the feed what is new about them.</summary>
/// <remarks>
/// The detectors learn from the store at each look and keep no state between: a restart forgets nothing, replicas agree, and
/// a record that comes late is seen.
/// </remarks>
internal sealed class AnomalyWatch(
    ITokenAnalytics analytics, UsageFeed feed, AnomalyWatchOptions options, TimeProvider time,
    ILogger<AnomalyWatch> logger)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromHours(2);
    private DateTimeOffset? _told;

    /// <summary>Looks at intervals until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Interval == Timeout.InfiniteTimeSpan) return;
        using var timer = new PeriodicTimer(options.Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.WatchFailed(exception);
            }
        }
    }

    /// <summary>Looks once.</summary>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset from = _told ?? now - FirstLook;
        int told = 0;
        foreach (AnalyticsMeasure measure in options.Measures)
        {
            foreach (Dimension? dimension in options.Per.Select(d => (Dimension?)d).Prepend(null))
            {
                var query = new AnalyticsQuery
                {
                    Measure = measure,
                    GroupBy = dimension,
                    Top = options.Top,
                    Range = TimeRange.Between(from, now),
                };
                IReadOnlyList<UsageAnomaly> found =
                    await analytics.DetectAnomaliesAsync(query, cancellationToken).ConfigureAwait(false);
                foreach (UsageAnomaly anomaly in found.Where(a => !a.IsNotice)) feed.Publish(EventOf(anomaly));
                told += found.Count(a => !a.IsNotice);
            }
        }

        // Points are whole hours: the hour that runs now is looked at when it is over.
        _told = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        return told;
    }

    private static FeedEvent EventOf(UsageAnomaly anomaly) => new()
    {
        Kind = FeedEventKind.Anomaly,
        Name = anomaly.GroupBy is { } dimension
            ? $"{anomaly.Measure}:{dimension}={anomaly.Key}" : anomaly.Measure.ToString(),
        Message = anomaly.Message,
        Value = ToDecimal(anomaly.Observed),
        Threshold = ToDecimal(anomaly.Expected),
        Scope = ScopeOf(anomaly),
        Data = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["measure"] = anomaly.Measure.ToString(),
            ["at"] = anomaly.At.ToString("O", null),
            ["channel"] = anomaly.Channel,
            ["severity"] = anomaly.Severity.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture),
            ["dimension"] = anomaly.GroupBy?.Name ?? "",
            ["key"] = anomaly.Key ?? "",
        },
    };

    private static UsageDimensions ScopeOf(UsageAnomaly anomaly)
    {
        if (anomaly.GroupBy == Dimension.User) return new UsageDimensions { User = anomaly.Key };
        if (anomaly.GroupBy == Dimension.Feature) return new UsageDimensions { Feature = anomaly.Key };
        if (anomaly.GroupBy == Dimension.Project) return new UsageDimensions { Project = anomaly.Key };
        return anomaly.GroupBy == Dimension.Agent ? new UsageDimensions { Agent = anomaly.Key } : UsageDimensions.None;
    }

    private static decimal ToDecimal(double value) => (decimal)Math.Clamp(value, -1e27, 1e27);
}
