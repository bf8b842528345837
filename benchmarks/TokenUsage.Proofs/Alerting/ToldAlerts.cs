namespace TokenUsage.Proofs.Alerting;

/// <summary>The channel of both replicas: remembers every message that it was given, by whom ever.</summary>
internal sealed class ToldAlerts : IAlertSink
{
    public const string ChannelName = "proof";

    private readonly Lock _lock = new();
    private readonly List<AlertNotice> _notices = [];

    public string Name => ChannelName;

    public IReadOnlyList<AlertNotice> Notices
    {
        get
        {
            lock (_lock) return [.. _notices];
        }
    }

    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        lock (_lock) _notices.Add(notice);
        return ValueTask.CompletedTask;
    }
}
