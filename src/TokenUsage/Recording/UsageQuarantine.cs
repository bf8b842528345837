namespace TokenUsage.Recording;

/// <summary>The door to what was kept aside.</summary>
internal sealed class UsageQuarantine(UsageRecorder recorder) : IUsageQuarantine
{
    public IReadOnlyList<QuarantinedRecord> Records => recorder.Quarantined;

    public ValueTask<int> RedriveAsync(CancellationToken cancellationToken = default) =>
        recorder.RedriveAsync(cancellationToken);
}
