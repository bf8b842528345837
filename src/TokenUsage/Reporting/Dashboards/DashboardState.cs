namespace TokenUsage.Reporting.Dashboards;

/// <summary>What the screen shows in real time.</summary>
internal sealed class DashboardState
{
    private DashboardSize? _drawn;
    private DateTimeOffset? _failing;
    private bool _isNew;

    public DashboardReading? Reading { get; private set; }

    public string? Fault { get; private set; }

    public DateTimeOffset ReadAt { get; set; } = DateTimeOffset.MinValue;

    public void Take(DashboardReading reading)
    {
        Reading = reading;
        (Fault, _failing, _isNew) = (null, null, true);
    }

    public void Fail(Exception exception, DateTimeOffset now)
    {
        _failing ??= now;
        Fault = $"No new numbers since {DashboardFigures.Clock(_failing.Value)} UTC: {exception.Message}";
        _isNew = true;
    }

    /// <returns>Whether there is something to draw: new numbers, or a new size.</returns>
    public bool TakeChange(DashboardSize size)
    {
        if (!_isNew && _drawn == size) return false;

        (_isNew, _drawn) = (false, size);
        return true;
    }
}
