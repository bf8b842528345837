using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TokenUsage.Alerting.Delivery;

/// <summary>Brings waiting messages to their channels, each channel in its own order and at its own pace.</summary>
/// <remarks>
/// A message is written off as sent after its channel took it: a process that dies in between sends it again, under the
/// same id. The other order would lose it.
/// </remarks>
internal sealed class AlertDispatcher(
    IAlertStore store, IEnumerable<IAlertSink> sinks, AlertOptions options, AlertMetrics metrics, TimeProvider time,
    ILogger<AlertDispatcher> logger)
{
    private const int MostAtOnce = 100;

    private readonly IAlertSink[] _sinks = [.. sinks];
    private readonly string _holder = Guid.CreateVersion7().ToString("N");

    // The lease in the store keeps processes apart. It knows this one as a whole, which may have two reasons to send.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>Sends what is due by every channel. A channel that is slow does not hold up the others.</summary>
    /// <returns>How many messages were sent.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        int[] sent = await Task.WhenAll(_sinks.Select(sink => SendDueAsync(sink, cancellationToken)))
            .ConfigureAwait(false);
        return sent.Sum();
    }

    /// <summary>Sends one channel's messages until none is due, or one fails.</summary>
    public async Task<int> SendDueAsync(IAlertSink sink, CancellationToken cancellationToken)
    {
        SemaphoreSlim turn = _turns.GetOrAdd(sink.Name, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendInTurnAsync(sink, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<int> SendInTurnAsync(IAlertSink sink, CancellationToken cancellationToken)
    {
        AlertChannel channel = options.ChannelOf(sink.Name);
        int sent = 0;
        while (true)
        {
            // Twice the timeout: the lease outlives the attempt that it guards, and is renewed before the next.
            IReadOnlyList<AlertDelivery> due = await store
                .ClaimAsync(sink.Name, _holder, time.GetUtcNow(), channel.Timeout * 2, MostAtOnce, cancellationToken)
                .ConfigureAwait(false);
            if (due.Count == 0) return sent;

            AlertDelivery[] together = [.. TakeOne(due)];
            Attempt attempt = await TryAsync(sink, channel, together, cancellationToken).ConfigureAwait(false);
            await store.CompleteAsync(
                sink.Name, _holder, attempt.Deliveries, attempt.RestUntil, cancellationToken).ConfigureAwait(false);
            if (attempt.IsSent) sent++;
            if (attempt.RestUntil is not null) return sent;
        }
    }

    // A digest is all that is due of it: those of one moment, whatever lies between them.
    private static IEnumerable<AlertDelivery> TakeOne(IReadOnlyList<AlertDelivery> due) =>
        due[0].IsDigest ? due.Where(delivery => delivery.IsDigest) : [due[0]];

    private async Task<Attempt> TryAsync(
        IAlertSink sink, AlertChannel channel, AlertDelivery[] deliveries, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task limit = Task.Delay(channel.Timeout, time, timeout.Token);
        try
        {
            // On the pool, and raced: a sink that blocks, or ignores its token, stops its own channel only.
            Task sending = Task.Run(() => sink.SendAsync(NoticeOf(deliveries), timeout.Token).AsTask(), timeout.Token);
            if (await Task.WhenAny(sending, limit).ConfigureAwait(false) != sending)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _ = sending.ContinueWith(
                    late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default);
                throw new AlertSinkException($"It took longer than {channel.Timeout.TotalSeconds:0.#} s.");
            }

            await sending.ConfigureAwait(false);
            return Sent(sink.Name, deliveries);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(channel, deliveries, exception);
        }
        finally
        {
            await timeout.CancelAsync().ConfigureAwait(false);
        }
    }

    private static AlertNotice NoticeOf(AlertDelivery[] deliveries) => new()
    {
        Id = deliveries[0].Id,
        Transition = deliveries.Length > 1 ? AlertTransition.Digest : deliveries[0].Transition,
        Alerts = [.. deliveries.Select(delivery => delivery.Alert)],
        At = deliveries[^1].CreatedAt,
    };

    private Attempt Sent(string channel, AlertDelivery[] deliveries)
    {
        metrics.CountDelivery(channel, "sent", deliveries.Length);
        return new Attempt(
            [
                .. deliveries.Select(delivery => delivery with
                {
                    State = AlertDeliveryState.Sent,
                    Attempts = delivery.Attempts + 1,
                    EndedAt = time.GetUtcNow(),
                    Error = null,
                }),
            ],
            RestUntil: null,
            IsSent: true);
    }

    private Attempt Failed(AlertChannel channel, AlertDelivery[] deliveries, Exception exception)
    {
        DateTimeOffset now = time.GetUtcNow();

        // The type of what is not ours only: messages of HTTP clients can hold addresses, and a webhook's is a key.
        string reason = exception is AlertSinkException known
            ? known.Message : $"It failed with {exception.GetType().Name}.";
        bool isHopeless = exception is AlertSinkException { IsPermanent: true };
        AlertDelivery[] tried =
        [
            .. deliveries.Select(delivery =>
            {
                bool isDead = isHopeless || now - delivery.DueAt >= channel.GiveUpAfter;
                if (isDead) logger.DeliveryDead(channel.Name, delivery.Alert.Rule, reason);
                return delivery with
                {
                    State = isDead ? AlertDeliveryState.Dead : AlertDeliveryState.Waiting,
                    Attempts = delivery.Attempts + 1,
                    EndedAt = isDead ? now : null,
                    Error = reason,
                };
            }),
        ];
        bool isRepeated = tried.Any(delivery => delivery.State == AlertDeliveryState.Waiting);
        metrics.CountDelivery(channel.Name, isRepeated ? "failed" : "dead", tried.Length);
        if (!isRepeated) return new Attempt(tried, RestUntil: null, IsSent: false);

        DateTimeOffset rest = now + Pause(channel, tried[0].Attempts);
        if (long.IsPow2(tried[0].Attempts)) logger.DeliveryFailed(channel.Name, tried[0].Attempts, reason, rest);
        return new Attempt(tried, rest, IsSent: false);
    }

    private static TimeSpan Pause(AlertChannel channel, int attempts)
    {
        TimeSpan doubled = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempts - 1, 16)));
        return doubled < channel.MaxPause ? doubled : channel.MaxPause;
    }

    private readonly record struct Attempt(AlertDelivery[] Deliveries, DateTimeOffset? RestUntil, bool IsSent);
}
