using TokenUsage.Providers;
using TokenUsage.Recording;

namespace TokenUsage.Capture;

/// <summary>One attempt under observation. Ending it, however it ends, gives exactly one record.</summary>
/// <remarks>
/// Everything that watches calls (wire handler, chat client, embedding generator, tracker) ends here, so that there is
/// one place that decides what an ending means. The first ending wins: disposing after completing changes nothing.
/// </remarks>
internal sealed partial class CallObservation
{
    private readonly CallObserver _observer;
    private readonly long _started;
    private readonly OperationScope? _scope;
    private long _firstToken;
    private int _ended;

    public CallObservation(CallObserver observer, UsageEntry entry, long started, OperationScope? scope)
    {
        _observer = observer;
        _started = started;
        _scope = scope;
        Entry = entry;
    }

    /// <summary>What will be recorded. Not to be touched after the ending.</summary>
    public UsageEntry Entry { get; }

    /// <summary>Whether the provider may have begun to bill.</summary>
    public bool IsDispatched
    {
        get;
        set
        {
            field = value;
            if (value) _admission?.MarkDispatched();
        }
    }

    /// <summary>Whether the provider answered with an error status, for which none of them bills.</summary>
    public bool IsRejected { get; set; }

    /// <summary>The cost that the provider itself states.</summary>
    public decimal? StatedCostUsd { get; set; }

    /// <summary>The characters sent, from which the input is estimated when nothing is reported.</summary>
    public long SentLength { get; set; }

    /// <summary>The characters received, from which the output is estimated when nothing is reported.</summary>
    public long ReceivedLength { get; set; }

    /// <summary>Whether somebody else in the pipeline emits this call's <c>gen_ai.*</c> metrics.</summary>
    public bool IsMeasuredElsewhere { get; init; }

    /// <summary>What the caller expected the call to use.</summary>
    public TokenCounts? Estimate { get; set; }

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    public void FirstToken()
    {
        if (_firstToken == 0) _firstToken = _observer.Time.GetTimestamp();
    }

    /// <summary>Ends the observation.</summary>
    /// <param name="outcome">How the call ended.</param>
    /// <param name="errorType">The error's type or code.</param>
    public void End(CallOutcome outcome, string? errorType = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;

        // Something further in has recorded this call, attempt by attempt.
        if (_scope is { IsCovered: true })
        {
            _observer.GiveBack(this);
            _observer.Return(Entry);
            return;
        }

        Entry.Outcome = outcome;
        Entry.ErrorType ??= errorType;
        Entry.Duration = _observer.Time.GetElapsedTime(_started);
        if (_firstToken != 0) Entry.TimeToFirstToken = _observer.Time.GetElapsedTime(_started, _firstToken);
        _observer.Record(this);
    }

    /// <summary>Ends the observation by what was thrown. Only the type is kept: messages may hold secrets.</summary>
    public void EndWith(Exception exception)
    {
        bool isCancelled = exception is OperationCanceledException;
        End(isCancelled ? CallOutcome.Interrupted : CallOutcome.Failed, exception.GetType().Name);
    }

    /// <summary>Ends the observation without a record, for what turned out to be no call of its own.</summary>
    public void Discard()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;

        _observer.GiveBack(this);
        _observer.Return(Entry);
    }

    /// <summary>Takes over what an answer has said.</summary>
    public void Apply(UsageReading reading)
    {
        Entry.Tokens = reading.Tokens;
        if (reading.Meters.Count > 0) Entry.Meters.AddRange(reading.Meters);
        if (reading.Metadata.Count > 0) Entry.Metadata.AddRange(reading.Metadata);
        Entry.Model = reading.Model;
        Entry.ResponseId = reading.ResponseId;
        Entry.ServiceTier = reading.ServiceTier ?? Entry.ServiceTier;
        Entry.ErrorType = reading.ErrorType;
        StatedCostUsd = reading.StatedCostUsd;
        ReceivedLength = reading.TextLength;
    }
}
