using TokenUsage.Reporting.Dashboards.Widgets;

namespace TokenUsage.Reporting.Dashboards;

/// <summary>The overview as text, once or in real time.</summary>
internal sealed class TokenDashboard(Func<TimeZoneInfo, DashboardReader> readers, TimeProvider time)
    : ITokenDashboard, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private IReadOnlyList<IDashboardWidget> _widgets = Defaults();
    private DashboardReader _reader = readers(TimeZoneInfo.Utc);
    private string _timeZone = TimeZoneInfo.Utc.Id;
    private CancellationTokenSource? _stop;
    private Task _loop = Task.CompletedTask;

    public IReadOnlyList<IDashboardWidget> Widgets => Volatile.Read(ref _widgets);

    public string TimeZone
    {
        get => _timeZone;
        set
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(value, out TimeZoneInfo? zone))
                throw new ArgumentException($"TimeZone '{value}' is unknown here; use an IANA name: Europe/Berlin.");

            lock (_gate) (_timeZone, _reader) = (value, readers(zone));
        }
    }

    public bool IsRunning => _stop is not null && !_loop.IsCompleted;

    public void Add(IDashboardWidget widget)
    {
        ArgumentNullException.ThrowIfNull(widget);

        lock (_gate)
        {
            bool isThere = _widgets.Any(other => IsCalled(other, widget.Name));
            _widgets = isThere
                ? [.. _widgets.Select(other => IsCalled(other, widget.Name) ? widget : other)]
                : [.. _widgets, widget];
        }
    }

    public bool Remove(string name)
    {
        lock (_gate)
        {
            int before = _widgets.Count;
            _widgets = [.. _widgets.Where(widget => !IsCalled(widget, name))];
            return _widgets.Count < before;
        }
    }

    public void Clear()
    {
        lock (_gate) _widgets = [];
    }

    public void AddDefaults()
    {
        foreach (IDashboardWidget widget in Defaults()) Add(widget);
    }

    public async ValueTask<DashboardReading> ReadAsync(CancellationToken cancellationToken = default)
    {
        // One at a time: the reader remembers what it read last.
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Volatile.Read(ref _reader).ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    public async ValueTask<string> RenderAsync(DashboardSize size, CancellationToken cancellationToken = default) =>
        DashboardLayout.Render(Widgets, await ReadAsync(cancellationToken).ConfigureAwait(false), size);

    public void Start(Func<DashboardSize> size, Func<string, CancellationToken, ValueTask> draw)
    {
        ArgumentNullException.ThrowIfNull(size);
        ArgumentNullException.ThrowIfNull(draw);

        lock (_gate)
        {
            if (IsRunning) throw new InvalidOperationException("The dashboard draws already; call StopAsync first.");

            _stop?.Dispose();
            _stop = new CancellationTokenSource();
            CancellationToken stopping = _stop.Token;
            _loop = Task.Run(() => RunAsync(size, draw, stopping), CancellationToken.None);
        }
    }

    public async ValueTask StopAsync()
    {
        CancellationTokenSource? stop;
        Task loop;
        lock (_gate)
        {
            (stop, loop) = (_stop, _loop);
            _stop = null;
            _loop = Task.CompletedTask;
        }

        if (stop is null) return;

        await stop.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(false);
        stop.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _reading.Dispose();
    }

    /// <summary>Does the same, and blocks until it is done. For containers that are disposed without await.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static bool IsCalled(IDashboardWidget widget, string name) =>
        string.Equals(widget.Name, name, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<IDashboardWidget> Defaults() =>
    [
        new SentenceWidget(), new FiguresWidget(), new CoverageWidget(), new ChartWidget(), new ConsumersWidget(),
        new QuotasWidget(), new AlertsWidget(), new TailWidget(),
    ];

    private async Task RunAsync(
        Func<DashboardSize> size, Func<string, CancellationToken, ValueTask> draw, CancellationToken stopping)
    {
        var state = new DashboardState();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (time.GetUtcNow() - state.ReadAt >= Interval)
                    await RefreshAsync(state, stopping).ConfigureAwait(false);
                DashboardSize now = size();
                if (state.TakeChange(now)) await draw(Render(state, now), stopping).ConfigureAwait(false);
                await Task.Delay(Tick, time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // that is how it ends
        }
    }

    // The old numbers stay where new ones cannot be read, with the reason below them.
    private async ValueTask RefreshAsync(DashboardState state, CancellationToken stopping)
    {
        state.ReadAt = time.GetUtcNow();
        try
        {
            state.Take(await ReadAsync(stopping).ConfigureAwait(false));
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            state.Fail(exception, time.GetUtcNow());
        }
    }

    private string Render(DashboardState state, DashboardSize size)
    {
        if (state.Fault is not { } fault)
            return state.Reading is { } whole ? DashboardLayout.Render(Widgets, whole, size) : "";

        DashboardSize rest = size with { Height = size.Height - 1 };
        string above = state.Reading is { } reading ? DashboardLayout.Render(Widgets, reading, rest) + "\n" : "";
        return above + TerminalText.Fit(fault, size.Width);
    }
}
