namespace TokenUsage.Tests.Alerting;

/// <summary>A channel that remembers what it was given, and fails when it is told to.</summary>
internal sealed class RecordingSink(string name = "test") : IAlertSink
{
    private readonly Lock _lock = new();
    private readonly List<AlertNotice> _notices = [];

    public string Name => name;

    public Func<AlertNotice, CancellationToken, ValueTask>? Before { get; set; }

    public IReadOnlyList<AlertNotice> Notices
    {
        get
        {
            lock (_lock) return [.. _notices];
        }
    }

    public IEnumerable<AlertTransition> Transitions => Notices.Select(notice => notice.Transition);

    public async ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        if (Before is not null) await Before(notice, cancellationToken);
        lock (_lock) _notices.Add(notice);
    }
}
