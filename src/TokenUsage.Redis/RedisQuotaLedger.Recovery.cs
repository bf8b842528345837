using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using TokenUsage.Admission;
using TokenUsage.Redis.Outage;

namespace TokenUsage.Redis;

internal sealed partial class RedisQuotaLedger
{
    private const int MostDoubtful = 10_000;
    private const int AtOnce = 128;
    private const int MostRestored = 20_000;

    // The others admit by their shares until they find the server too. Whoever relied on it before they have told what
    // they used would give it away again.
    private const int AnswersBeforeTrust = 3;

    private const int MostWaiting = 10_000;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<OpenLease> _doubtful = new();
    private readonly ConcurrentQueue<(RedisKey[] Keys, RedisValue[] Values)> _waiting = new();

    /// <summary>Asks until the server answers, for ever; then tells it what it missed, and only then relies on it.</summary>
    private async Task RecoverAsync()
    {
        int answers = 0;
        bool isBack = false;
        using var timer = new PeriodicTimer(_options.ProbeInterval, _time);
        while (!isBack && await NextAsync(timer).ConfigureAwait(false))
        {
            try
            {
                _link.Mend();
                await _link.RunAsync(_scripts.Probe, [_keys.Probe], [], _stop.Token).ConfigureAwait(false);
                await RestoreAsync(
                    _book.Counters.OrderByDescending(c => c.TouchedMicros).Take(MostRestored), withHistory: false)
                    .ConfigureAwait(false);
                await ReplayAsync(_book.Open).ConfigureAwait(false);
                if (++answers < AnswersBeforeTrust) continue;

                _circuit.Close();
                isBack = true;
                _logger.ServerFound();
                await ReplayLocalAsync().ConfigureAwait(false); // what was admitted here while the first was on its way
            }
            catch (Exception exception)
            {
                answers = 0;
                if (_logger.IsEnabled(LogLevel.Debug)) _logger.StillLost(exception);
            }
        }
    }

    private async ValueTask<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private ValueTask ReplayLocalAsync() => ReplayAsync(_book.Open.Where(open => open.Value.IsLocal));

    /// <summary>Holds on the server what is open here, and charges what was used here.</summary>
    private async ValueTask ReplayAsync(IEnumerable<KeyValuePair<Guid, OpenLease>> leases)
    {
        foreach (KeyValuePair<Guid, OpenLease>[] some in leases.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(open => HoldAgainAsync(open.Key, open.Value))).ConfigureAwait(false);
        }

        foreach (FollowedCounter[] some in _book.Gather().Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(ChargeAsync)).ConfigureAwait(false);
        }

        while (_waiting.TryDequeue(out (RedisKey[] Keys, RedisValue[] Values) step))
        {
            try
            {
                await _link.RunBehindAsync(_scripts.Resolve, step.Keys, step.Values, CancellationToken.None)
                    .ConfigureAwait(false);
            }
            catch
            {
                _waiting.Enqueue(step); // sent twice it counts once, lost it is lost
                throw;
            }
        }
    }

    /// <summary>Keeps a settlement for a server that is away, and may hold the call.</summary>
    /// <returns><see langword="false"/> when as many as may be are kept already: the caller then repeats it.</returns>
    private bool TryKeep(LedgerClaim claim, in QuotaAmounts actual, bool isSettled)
    {
        if (_waiting.Count >= MostWaiting) return false;

        _waiting.Enqueue((KeysOf(claim), Write(claim, actual, isSettled)));
        _book.Forget(claim.Id);
        return true;
    }

    /// <summary>Tells the server, at the end, what it has not been told yet; for a moment only, if it is still away.</summary>
    private async Task TellLastAsync()
    {
        try
        {
            await ReplayAsync([]).AsTask().WaitAsync(LastWords, _time).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.UsageUntold(exception);
        }
    }

    private async Task HoldAgainAsync(Guid id, OpenLease lease)
    {
        if (!_book.TryDoubt(id, lease)) return;

        var values = (RedisValue[])lease.Values.Clone();
        values[1] = Math.Max(1, lease.DueMicros - Micros.Now(_time));
        values[3] = true; // the call has been admitted: whatever the limits say, it is under way
        await _link.RunBehindAsync(_scripts.Reserve, lease.Keys, values, _stop.Token).ConfigureAwait(false);
        _book.HandOver(lease);
    }

    private async Task ChargeAsync(FollowedCounter counter)
    {
        (Guid id, long amount) = counter.Sending;
        var values = new RedisValue[ResolveHead + LineArguments.PerLine];
        values[0] = NameOf(id);
        values[1] = "s";
        values[2] = 0;
        values[3] = _options.MaxRemembered;
        LineArguments.WriteUse(values.AsSpan(ResolveHead), counter.Line with { Amount = 0 }, amount);
        await _link.RunBehindAsync(_scripts.Resolve, KeysOf(counter.Key), values, CancellationToken.None)
            .ConfigureAwait(false);
        _book.Sent(counter, id);
    }

    /// <summary>Raises fixed counters to what this process saw of them, and to what the store knows.</summary>
    private async ValueTask RestoreAsync(IEnumerable<FollowedCounter> counters, bool withHistory)
    {
        long now = Micros.Now(_time);
        foreach (FollowedCounter[] some in counters
            .Where(c => c.Line.Window.Shape == LedgerShape.Fixed && c.Line.Window.Contains(now))
            .Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(RestoreOneAsync)).ConfigureAwait(false);
        }

        async Task RestoreOneAsync(FollowedCounter counter)
        {
            long known = counter.SeenUsed;
            if (withHistory && IsSeeded(counter.Line))
            {
                long? stored = await _history!.ReadUsedAsync(counter.Line, _stop.Token).ConfigureAwait(false);
                known = Math.Max(known, stored ?? 0);
            }

            if (known > 0) await RaiseAsync(counter.Key, counter.Line, known, isSeeded: false).ConfigureAwait(false);
        }
    }

    private void ReleaseLater(OpenLease lease)
    {
        if (_doubtful.Count < MostDoubtful) _doubtful.Enqueue(lease); // beyond that, the lease's end frees them
    }
}
