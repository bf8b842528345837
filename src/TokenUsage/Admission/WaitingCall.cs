namespace TokenUsage.Admission;

/// <summary>A call that waits for quota.</summary>
internal sealed class WaitingCall(AdmissionRequest request, AdmissionResult refusal, TimeSpan most)
{
    private readonly TaskCompletionSource<AdmissionResult> _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AdmissionRequest Request { get; } = request;

    /// <summary>Gets the longest wait.</summary>
    public TimeSpan Most { get; } = most;

    /// <summary>Gets or sets the last refusal: the answer when the wait is over.</summary>
    public AdmissionResult Refusal { get; set; } = refusal;

    public Task<AdmissionResult> Ended => _ended.Task;

    public bool TryEnd(in AdmissionResult result) => _ended.TrySetResult(result);
}
