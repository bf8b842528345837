namespace TokenUsage.Recording;

/// <summary>How it ends, and how little is in memory only until then.</summary>
internal sealed partial class UsageRecorder
{
    private static readonly TimeSpan FoldMoveInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastDrain = TimeSpan.FromMilliseconds(50);

    private readonly Lock _stopping = new();
    private long? _stopBegan;

    /// <summary>Drains while the application is still there, within the time that stopping has.</summary>
    /// <remarks>The deadline starts here: what is used up is not given again when the recorder is disposed.</remarks>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(TimeLeft(), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host has lost its patience; disposing does the rest.
        }
    }

    /// <summary>Drains for at most <see cref="RecordingOptions.DrainTimeout"/> and stops.</summary>
    public async ValueTask DisposeAsync() => await _stopped.Value.ConfigureAwait(false);

    /// <summary>Does the same; blocks no longer than the deadline. For containers that are disposed without await.</summary>
    public void Dispose() => _stopped.Value.GetAwaiter().GetResult();

    private TimeSpan TimeLeft()
    {
        lock (_stopping)
        {
            _stopBegan ??= _time.GetTimestamp();
            TimeSpan left = _options.DrainTimeout - _time.GetElapsedTime(_stopBegan.Value);
            return left > LeastDrain ? left : LeastDrain;
        }
    }

    private async Task StopAsync()
    {
        TimeSpan left = TimeLeft();
        _queue.Complete();
        _loop.Stop(left);
        try
        {
            // The loop keeps its deadline itself; the grace is for an observer that hangs.
            await _running.WaitAsync(left + StopGrace, _time).ConfigureAwait(false);
            _loop.MoveFolds();
            _counters.Drop(_queue.Abandon() + _loop.AbandonFolds());
        }
        catch (TimeoutException exception)
        {
            _logger.LoopFault(exception);
        }

        FlushReport report = Report();
        _logger.Stopped(
            report.Offered, report.Recovered, report.Stored, report.Duplicate, report.Pending, report.Quarantined,
            report.Folded, report.Dropped);
        await _moving.DisposeAsync().ConfigureAwait(false);
        await _queue.DisposeAsync().ConfigureAwait(false);
        _loop.Dispose();
    }
}
