using Microsoft.Extensions.Logging;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Flushes the journal at its interval and keeps the next segment ready, off every caller's path.</summary>
internal sealed class JournalKeeper : IAsyncDisposable
{
    private readonly Action _kept;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly AsyncSignal _rolled = new();
    private readonly AsyncSignal _flushDue = new();
    private readonly Task _running;
    private int _faults;
    private volatile bool _isStopping;

    /// <param name="journal">The journal.</param>
    /// <param name="flush">Flushes it.</param>
    /// <param name="interval">How often to flush.</param>
    /// <param name="kept">Called after each round: there may be room again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told about disks that fail.</param>
    public JournalKeeper(
        Journal journal, Action flush, TimeSpan interval, Action kept, TimeProvider time, ILogger logger)
    {
        _kept = kept;
        _logger = logger;
        journal.Rolled = _rolled.Set;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(_ => OnTick(), null, interval, interval);

            // Two, because a flush can take as long as the disk likes, and the next segment must be ready meanwhile.
            _running = Task.WhenAll(
                Task.Run(() => RepeatAsync(_rolled, journal.Prepare)),
                Task.Run(() => RepeatAsync(_flushDue, flush)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        _isStopping = true;
        _rolled.Set();
        _flushDue.Set();
        await _running.ConfigureAwait(false);
    }

    // The preparer too: a disk that refused a segment is asked again.
    private void OnTick()
    {
        _flushDue.Set();
        _rolled.Set();
    }

    private async Task RepeatAsync(AsyncSignal due, Action work)
    {
        while (!_isStopping)
        {
            due.Reset();
            try
            {
                work();
            }
            catch (Exception exception)
            {
                // The records are in the map and survive the process; those who asked for the disk have got the
                // exception.
                // At 1, 2, 4, 8 … faults: a disk that stays broken fails ten times a second.
                if (int.IsPow2(Interlocked.Increment(ref _faults))) _logger.DiskRefused(exception);
            }

            _kept();
            if (!_isStopping) await due.Signalled.ConfigureAwait(false);
        }
    }
}
