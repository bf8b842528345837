using Microsoft.Extensions.Logging;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Flushes the journal at its interval and keeps the next segment ready, off every caller's path.</summary>
internal sealed class JournalKeeper : IAsyncDisposable
{
    private readonly Journal _journal;
    private readonly ILogger _logger;
    private readonly AsyncSignal _wake = new();
    private readonly ITimer _timer;
    private readonly Task _running;
    private readonly Action _kept;
    private volatile bool _isFlushDue;
    private volatile bool _isStopping;

    /// <param name="journal">The journal.</param>
    /// <param name="interval">How often to flush.</param>
    /// <param name="kept">Called after each round: there may be room again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told about disks that fail.</param>
    public JournalKeeper(Journal journal, TimeSpan interval, Action kept, TimeProvider time, ILogger logger)
    {
        _journal = journal;
        _logger = logger;
        _kept = kept;
        _journal.Rolled = _wake.Set;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(_ => FlushSoon(), null, interval, interval);
            _running = Task.Run(RunAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        _isStopping = true;
        _wake.Set();
        await _running.ConfigureAwait(false);
    }

    private void FlushSoon()
    {
        _isFlushDue = true;
        _wake.Set();
    }

    private async Task RunAsync()
    {
        while (!_isStopping)
        {
            _wake.Reset();
            Keep();
            _kept();
            if (!_isFlushDue && !_isStopping) await _wake.Signalled.ConfigureAwait(false);
        }
    }

    private void Keep()
    {
        try
        {
            _journal.Prepare();
            if (!_isFlushDue) return;

            _isFlushDue = false;
            _journal.Flush();
        }
        catch (Exception exception)
        {
            // The records are in the map and survive the process; those who asked for the disk have got the exception.
            _logger.DiskRefused(exception);
        }
    }
}
