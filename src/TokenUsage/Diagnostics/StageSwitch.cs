namespace TokenUsage.Diagnostics;

/// <summary>Says which stages are on. Read on every call: one field.</summary>
/// <param name="chosen">The stages that were chosen; asked for once, when the settings are known.</param>
internal sealed class StageSwitch(Func<MonitoringStages> chosen)
{
    private const int Unread = -1;

    private volatile int _stages = Unread;

    /// <summary>The switch of a monitor that has no settings: everything is on.</summary>
    public static StageSwitch AllOn { get; } = new(() => MonitoringStages.All);

    public bool IsOn(MonitoringStages stage)
    {
        int stages = _stages;
        if (stages == Unread) stages = Read();
        return (stages & (int)stage) != 0;
    }

    /// <summary>Switches everything off for as long as the process runs.</summary>
    public void Halt() => _stages = (int)MonitoringStages.None;

    private int Read()
    {
        MonitoringStages stages = chosen();
        if (!stages.HasFlag(MonitoringStages.Feed)) stages &= ~MonitoringStages.Alerts;

        // Reading the settings may have found that they cannot be used, and halted everything.
        Interlocked.CompareExchange(ref _stages, (int)stages, Unread);
        return _stages;
    }
}
