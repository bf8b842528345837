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
    /// <summary>The <see cref="OwnTime"/> of a call that is not measured.</summary>
    public const long NotMeasured = -1;

    private readonly CallObserver _observer;
    private readonly long _started;
    private readonly OperationScope? _scope;
    private long _firstToken;
    private long _latestChunk;
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
            if (value && !field && !IsInner && Entry.Attempt == 1 && !HasEnded) _observer.TellStarted(this);
            field = value;
            if (value) _admission?.MarkDispatched();
        }
    }

    /// <summary>Whether the provider answered with an error status, for which none of them bills.</summary>
    public bool IsRejected { get; set; }

    /// <summary>Whether what the answer reports is the provider's last word, however the call ended.</summary>
    public bool IsAnswerWhole { get; set; }

    /// <summary>The most output tokens that were asked for; more cannot have been received.</summary>
    public long? MaxOutput { get; set; }

    /// <summary>Whether the bill for this answer is shown elsewhere: it is made in the background, and read later.</summary>
    public bool IsDeferred { get; set; }

    /// <summary>The host that was called, by which prices may be found; not recorded.</summary>
    public string? Host { get; set; }

    /// <summary>The cost that the provider itself states.</summary>
    public decimal? StatedCostUsd { get; set; }

    /// <summary>The characters sent, from which the input is estimated when nothing is reported.</summary>
    public long SentLength { get; set; }

    /// <summary>The characters received, from which the output is estimated when nothing is reported.</summary>
    public long ReceivedLength { get; set; }

    /// <summary>Whether somebody else in the pipeline emits this call's <c>gen_ai.*</c> metrics.</summary>
    public bool IsMeasuredElsewhere { get; init; }

    /// <summary>What the monitor has taken of the caller's time so far, in the clock's own unit.</summary>
    public long OwnTime { get; set; } = NotMeasured;

    /// <summary>Whether this is a part of another logical call, further out.</summary>
    public bool IsInner { get; init; }

    /// <summary>The input that the caller expected the call to use.</summary>
    public long? ExpectedInput { get; set; }

    /// <summary>Counts the text sent, where it is at hand and an estimator reads it.</summary>
    public Func<string?, long>? CountSent { get; set; }

    /// <summary>The text received, where an estimator reads it.</summary>
    public ReceivedText? Received { get; set; }

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    public void FirstToken()
    {
        if (_firstToken == 0) _firstToken = _observer.Time.GetTimestamp();
    }

    /// <summary>Takes in that a chunk of the answer has come.</summary>
    /// <remarks>The clock is read for the first one only, unless somebody listens to the time of each.</remarks>
    public void Chunk()
    {
        if (_firstToken == 0)
        {
            FirstToken();
            if (!IsMeasuredElsewhere && _observer.MeasuresChunks) _latestChunk = _firstToken;
        }
        else if (_latestChunk != 0)
        {
            long now = _observer.Time.GetTimestamp();
            _observer.MeasureChunk(this, _observer.Time.GetElapsedTime(_latestChunk, now));
            _latestChunk = now;
        }
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
            ForgetText();
            _observer.GiveBack(this);
            _observer.Return(Entry);
            return;
        }

        Entry.Outcome = outcome;
        Entry.ErrorType ??= errorType;
        Entry.Duration = _observer.Time.GetElapsedTime(_started);
        if (_firstToken != 0) Entry.TimeToFirstToken = _observer.Time.GetElapsedTime(_started, _firstToken);
        _observer.Record(this);
        ForgetText();
    }

    /// <summary>Ends the observation by what was thrown. Only the type is kept: messages may hold secrets.</summary>
    public void EndWith(Exception exception)
    {
        ClientFaults.Judge(this, exception);
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
    /// <param name="reading">What was read.</param>
    /// <param name="isReadable">Whether it was read to its end: a reading that gave up may hold half of a sum, and
    /// nothing that is counted by is taken from it.</param>
    public void Apply(UsageReading reading, bool isReadable)
    {
        if (isReadable)
        {
            Entry.Tokens = reading.Tokens;
            if (reading.Meters.Count > 0) Entry.Meters.AddRange(reading.Meters);
            StatedCostUsd = reading.StatedCostUsd;
        }

        if (reading.Metadata.Count > 0) Entry.Metadata.AddRange(reading.Metadata);
        Entry.Model = reading.Model;
        Entry.ResponseId = reading.ResponseId;
        Entry.ServiceTier = reading.ServiceTier ?? Entry.ServiceTier;
        Entry.ErrorType = reading.ErrorType;
        ReceivedLength = reading.TextLength;
    }

    private void ForgetText()
    {
        CountSent = null;
        Received?.Dispose();
        Received = null;
    }
}
