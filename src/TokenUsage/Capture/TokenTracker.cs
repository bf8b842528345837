using TokenUsage.Providers;
using TokenUsage.Recording;

namespace TokenUsage.Capture;

/// <summary>The write door for calls that nothing wraps.</summary>
internal sealed class TokenTracker(CallObserver observer, UsageReaderCatalog readers, UsageRecorder recorder)
    : ITokenTracker
{
    private static readonly CaptureOptions Defaults = new();

    public async ValueTask<TrackedCall> StartAsync(
        CallDescription description, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        cancellationToken.ThrowIfCancellationRequested();
        if (!observer.IsOn) return IdleCall.Instance;

        CallObservation call = observer.Begin(description.Provider, description.Operation, Defaults, scope: null);
        call.ExpectedInput = description.Estimate?.Input;
        call.Entry.RequestedModel = description.Model;
        call.Entry.Priority = description.Priority;
        call.Entry.Attempt = description.Attempt;
        call.Entry.OperationId = description.OperationId ?? default;
        if (description.Dimensions is { } own)
            call.Entry.Dimensions = observer.Names.Hide(own).Over(call.Entry.Dimensions);
        if (observer.AsksQuotas)
        {
            await call.AdmitAsync(description.Estimate ?? default, Defaults.QuotaWait, cancellationToken)
                .ConfigureAwait(false);
        }

        return new ObservedCall(call, readers);
    }

    public bool TryRecord(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return observer.IsOn && recorder.TryRecord(observer.Names.Hide(record));
    }

    public ValueTask RecordAsync(UsageRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return observer.IsOn ? recorder.RecordAsync(observer.Names.Hide(record), cancellationToken) : default;
    }

    public ValueTask<FlushReport> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(deadline, TimeSpan.Zero);
        return recorder.FlushAsync(deadline, cancellationToken);
    }
}
