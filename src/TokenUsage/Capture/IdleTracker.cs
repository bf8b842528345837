namespace TokenUsage.Capture;

/// <summary>The write door of a monitor that is switched off: it takes everything and keeps nothing.</summary>
internal sealed class IdleTracker : ITokenTracker
{
    public static IdleTracker Instance { get; } = new();

    public ValueTask<TrackedCall> StartAsync(
        CallDescription call, CancellationToken cancellationToken = default) => new(IdleCall.Instance);

    public bool TryRecord(UsageRecord record) => false;

    public ValueTask RecordAsync(UsageRecord record, CancellationToken cancellationToken = default) => default;

    public ValueTask<FlushReport> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken = default) =>
        new(new FlushReport());
}
