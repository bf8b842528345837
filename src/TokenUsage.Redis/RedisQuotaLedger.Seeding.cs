using StackExchange.Redis;
using TokenUsage.Admission;
using TokenUsage.Redis.Outage;

namespace TokenUsage.Redis;

internal sealed partial class RedisQuotaLedger
{
    /// <summary>Begins a counter at what the store knows.</summary>
    /// <remarks>
    /// In one process the callers of one counter wait for one reading. Between processes nobody waits for anybody: each
    /// writes the greater of the two, and a lock could be held by a process that is dead or asleep.
    /// </remarks>
    /// <returns>Whether it was done within the time of one step.</returns>
    private async ValueTask<bool> TrySeedAsync(LedgerLine line, CancellationToken cancellationToken)
    {
        string key = KeyOf(line);
        FollowedCounter counter = _book.Follow(key, line, Micros.Now(_time)) ?? new FollowedCounter(key, line);
        Task seeding;
        lock (counter)
        {
            if (counter.Seeding is null or { IsCompleted: true }) counter.Seeding = SeedAsync(counter);
            seeding = counter.Seeding;
        }

        try
        {
            await seeding.WaitAsync(_options.Timeout, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.SeedingFailed(exception);
            return false;
        }
    }

    private async Task SeedAsync(FollowedCounter counter)
    {
        long? stored = await _history!.ReadUsedAsync(counter.Line, _stop.Token).ConfigureAwait(false);
        await RaiseAsync(counter.Key, counter.Line, Math.Max(stored ?? 0, counter.SeenUsed), isSeeded: true)
            .ConfigureAwait(false);
    }

    private async ValueTask RaiseAsync(string key, LedgerLine line, long total, bool isSeeded)
    {
        var values = new RedisValue[LineArguments.PerLine];
        LineArguments.WriteTotal(values, line, total, isSeeded);
        await _link.RunBehindAsync(_scripts.Seed, KeysOf(key), values, _stop.Token).ConfigureAwait(false);
    }
}
