using StackExchange.Redis;
using TokenUsage.Redis.Outage;

namespace TokenUsage.Redis;

internal sealed partial class RedisQuotaLedger
{
    // A script stops every other client of the server for as long as it runs: some tenths of a millisecond for these.
    private const int SweptAtOnce = 64;
    private const int RenewedAtOnce = 500;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public async ValueTask<int> RenewAsync(
        IReadOnlyList<Guid> ids, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (_circuit.IsOpen) throw new RedisLedgerOfflineException();

        long due = Math.Min(Micros.Now(_time) + Micros.Of(lease), Micros.Forever);
        int open = 0;
        for (int from = 0; from < ids.Count; from += RenewedAtOnce)
        {
            int count = Math.Min(RenewedAtOnce, ids.Count - from);
            var values = new RedisValue[1 + count];
            values[0] = Micros.Of(lease);
            for (int i = 0; i < count; i++)
            {
                values[1 + i] = NameOf(ids[from + i]);
                if (_book.Find(ids[from + i]) is { } own) own.DueMicros = due;
            }

            open += (int)await RunAsync(values).ConfigureAwait(false);
        }

        return open;

        async ValueTask<RedisResult> RunAsync(RedisValue[] values)
        {
            try
            {
                return await _link
                    .RunBehindAsync(_scripts.Renew, KeysOf(), values, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Fail(exception);
                throw;
            }
        }
    }

    public async ValueTask<IReadOnlyList<Guid>> SweepAsync(int most, CancellationToken cancellationToken)
    {
        _book.Trim(Micros.Now(_time));
        if (_circuit.IsOpen) return []; // leases expire by the server's clock; there is nobody to ask

        await ReplayLocalAsync().ConfigureAwait(false);
        await ReleaseDoubtfulAsync(cancellationToken).ConfigureAwait(false);
        RepairWhenDue();
        var expired = new List<Guid>();
        while (expired.Count < most)
        {
            int count = Math.Min(SweptAtOnce, most - expired.Count);
            RedisValue[] values = [count, Micros.Of(Remembered), _options.MaxRemembered];
            var answer = (RedisResult[])(await _link
                .RunBehindAsync(_scripts.Sweep, KeysOf(), values, cancellationToken)
                .ConfigureAwait(false))!;
            foreach (RedisResult id in answer)
            {
                var name = Guid.ParseExact((string)id!, "N");
                _book.Forget(name);
                expired.Add(name);
            }

            if (answer.Length < count) break;
        }

        return expired;
    }

    /// <summary>Raises counters to what is known of them, now and then: a failover may have lost the last moments.</summary>
    private void RepairWhenDue()
    {
        if (!_repair.IsCompleted || _time.GetElapsedTime(_repairedAt) < _options.RepairInterval) return;

        _repairedAt = _time.GetTimestamp();
        _repair = RepairAsync();

        async Task RepairAsync()
        {
            try
            {
                long since = Micros.Now(_time) - (2 * Micros.Of(_options.RepairInterval));
                await RestoreAsync(_book.Counters.Where(c => c.TouchedMicros > since), withHistory: true)
                    .ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (!_stop.IsCancellationRequested) _logger.RepairFailed(exception);
            }
        }
    }

    /// <summary>Releases what was refused here and may be held there: the server's answer was lost.</summary>
    private async ValueTask ReleaseDoubtfulAsync(CancellationToken cancellationToken)
    {
        for (int left = _doubtful.Count; left > 0 && _doubtful.TryDequeue(out OpenLease? lease); left--)
        {
            // One that fails is not kept: its lease's end frees it.
            RedisValue[] values = [lease.Values[0], "r", 0, _options.MaxRemembered];
            await _link.RunBehindAsync(_scripts.Resolve, KeysOf(), values, cancellationToken).ConfigureAwait(false);
        }
    }
}
