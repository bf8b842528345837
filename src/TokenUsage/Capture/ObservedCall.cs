using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>A call that its own code tells about, step by step.</summary>
internal sealed class ObservedCall(CallObservation call, UsageReaderCatalog readers) : TrackedCall
{
    public override void Dispatched() => call.IsDispatched = true;

    public override void FirstToken()
    {
        call.IsDispatched = true;
        call.FirstToken();
    }

    public override void Complete(TokenCounts tokens, string? servedModel = null)
    {
        if (call.HasEnded) return;

        call.IsDispatched = true;
        call.Entry.Tokens = tokens;
        call.Entry.Model = servedModel;
        call.End(CallOutcome.Success);
    }

    public override void Complete(string provider, ReadOnlySpan<byte> responseBody)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        if (call.HasEnded) return;

        call.IsDispatched = true;
        IReadOnlyList<IUsageReader> formats = readers.Find(provider, call.Entry.Operation);
        if (formats.Count == 0)
        {
            throw new ArgumentException(
                $"No reader knows the format of '{provider}' for the operation '{call.Entry.Operation}'. "
                + "Name a supported provider or a reader, or call Complete with the counts.",
                nameof(provider));
        }

        ResponseScan scan = BodyReading.Read(formats, responseBody);
        call.Apply(scan.Reading, isReadable: !scan.GaveUp);
        call.End(scan.Reading.ErrorType is null ? CallOutcome.Success : CallOutcome.Failed);
    }

    public override void Fail(string errorType)
    {
        ArgumentException.ThrowIfNullOrEmpty(errorType);
        call.End(CallOutcome.Failed, errorType);
    }

    public override ValueTask DisposeAsync()
    {
        call.End(CallOutcome.Interrupted);
        return ValueTask.CompletedTask;
    }
}
