using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using TokenUsage.Diagnostics;

namespace TokenUsage.Live;

/// <summary>Numbers events and tells them to every subscriber.</summary>
internal sealed class UsageFeed(TimeProvider time, ILogger<UsageFeed> logger, StageSwitch? stages = null)
    : IUsageFeed, IUsageObserver
{
    private const int Remembered = 1000;

    private readonly Lock _lock = new();
    private readonly FeedHistory _history = new(Remembered);
    private ImmutableArray<FeedSubscriber> _subscribers = [];
    private FeedSubscriberStatistics _gone = new() { Name = "" };
    private volatile int _wantedKinds;
    private long _sequence;

    public FeedStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                FeedSubscriberStatistics[] now = [.. _subscribers.Select(s => s.Statistics)];
                return new FeedStatistics
                {
                    Published = _sequence,
                    Delivered = _gone.Delivered + now.Sum(s => s.Delivered),
                    Lost = _gone.Lost + now.Sum(s => s.Lost),
                    Faults = _gone.Faults + now.Sum(s => s.Faults),
                    Subscribers = now,
                };
            }
        }
    }

    private bool IsOn => stages is null || stages.IsOn(MonitoringStages.Feed);

    public bool IsWanted(FeedEventKind kind) => (_wantedKinds & (1 << (int)kind)) != 0;

    public void Publish(FeedEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!IsOn) return;
        DateTimeOffset at = item.At == default ? time.GetUtcNow() : item.At;
        lock (_lock) Tell(item with { At = at });
    }

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        if (!IsOn) return;
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (UsageRecord record in stored) Tell(EventOf(record, now));
        }
    }

    public IFeedSubscription Subscribe(FeedOptions options, Func<FeedEvent, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new FeedPump(Join(options), handler, Leave, logger);
    }

    // The check is done here and not in the iterator: a fault of the options shows where the call stands.
    public IAsyncEnumerable<FeedEvent> ReadAsync(
        FeedOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new FeedOptions();
        RequireOn();
        FeedOptionsCheck.Require(options);
        return ReadJoinedAsync(options, cancellationToken);
    }

    private async IAsyncEnumerable<FeedEvent> ReadJoinedAsync(
        FeedOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FeedSubscriber subscriber = Join(options);
        try
        {
            await foreach (FeedEvent item in subscriber.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            Leave(subscriber);
        }
    }

    private FeedSubscriber Join(FeedOptions options)
    {
        RequireOn();
        FeedOptionsCheck.Require(options);
        var subscriber = new FeedSubscriber(options, time);
        lock (_lock)
        {
            foreach (FeedEvent item in _history.Select(options)) subscriber.Tell(item);
            SetSubscribers(_subscribers.Add(subscriber));
        }

        return subscriber;
    }

    private void RequireOn()
    {
        if (IsOn) return;
        throw new InvalidOperationException(
            "Nothing is told: TokenMonitoringOptions.Stages is without Feed, or the setup failed; add Feed to it.");
    }

    private void Leave(FeedSubscriber subscriber)
    {
        lock (_lock)
        {
            ImmutableArray<FeedSubscriber> left = _subscribers.Remove(subscriber);
            if (left.Length == _subscribers.Length) return;

            FeedSubscriberStatistics last = subscriber.Statistics;
            _gone = _gone with
            {
                Delivered = _gone.Delivered + last.Delivered,
                Lost = _gone.Lost + last.Lost,
                Faults = _gone.Faults + last.Faults,
            };
            SetSubscribers(left);
        }
    }

    private void SetSubscribers(ImmutableArray<FeedSubscriber> subscribers)
    {
        _subscribers = subscribers;
        _wantedKinds = subscribers.Aggregate(0, (kinds, subscriber) => kinds | subscriber.Kinds);
    }

    private void Tell(FeedEvent item)
    {
        item = item with { Sequence = ++_sequence };
        _history.Add(item);
        foreach (FeedSubscriber subscriber in _subscribers) subscriber.Tell(item);
    }

    private static FeedEvent EventOf(UsageRecord record, DateTimeOffset at) => new()
    {
        Kind = record.Outcome switch
        {
            CallOutcome.Success or CallOutcome.Cached => FeedEventKind.CallCompleted,
            CallOutcome.Refused => FeedEventKind.CallRefused,
            _ => FeedEventKind.CallFailed,
        },
        At = at,
        Record = record,
        Scope = record.Dimensions,
        Value = record.Cost.Usd,
    };
}
