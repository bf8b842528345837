namespace TokenUsage.Testing;

/// <summary>A call that the fake monitor keeps when it is disposed.</summary>
internal sealed class FakeTrackedCall(FakeTokenMonitor monitor, CallDescription description, TimeProvider time)
    : TrackedCall
{
    private readonly UsageDimensions _dimensions =
        description.Dimensions?.Over(UsageScope.Current) ?? UsageScope.Current;

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();
    private TokenCounts _tokens;
    private TimeSpan? _firstToken;
    private string? _model;
    private string? _errorType;
    private CallOutcome _outcome = CallOutcome.Interrupted;
    private int _isEnded;

    public override void Dispatched()
    {
    }

    public override void FirstToken() => _firstToken ??= time.GetElapsedTime(_started);

    public override void Complete(TokenCounts tokens, string? servedModel = null) =>
        (_tokens, _model, _outcome) = (tokens, servedModel, CallOutcome.Success);

    public override void Complete(string provider, ReadOnlySpan<byte> responseBody) =>
        throw new NotSupportedException(
            "The fake monitor reads no bodies: complete the call with its tokens, or use a real monitor.");

    public override void Fail(string errorType) => (_errorType, _outcome) = (errorType, CallOutcome.Failed);

    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0) return default;

        monitor.TryRecord(new UsageRecord
        {
            Id = Guid.CreateVersion7(_startedAt),
            OperationId = description.OperationId ?? Guid.Empty,
            Attempt = description.Attempt,
            StartedAt = _startedAt,
            Duration = time.GetElapsedTime(_started),
            TimeToFirstToken = _firstToken,
            Provider = description.Provider,
            Operation = description.Operation,
            RequestedModel = description.Model,
            Model = _model,
            Tokens = _tokens,
            Source = _tokens.IsEmpty ? UsageSource.Unreported : UsageSource.Reported,
            Cost = monitor.PriceOf(description, _tokens),
            Outcome = _outcome,
            ErrorType = _errorType,
            Dimensions = _dimensions,
            Priority = description.Priority,
        });
        return default;
    }
}
