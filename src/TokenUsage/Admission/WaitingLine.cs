using TokenUsage.Collections;

namespace TokenUsage.Admission;

/// <summary>Calls that were refused and wait: first come first served for each subject, the subjects in turn.</summary>
/// <remarks>
/// In turn, because one line for all would let the user who sends most have most. Woken when a call ends, and from time
/// to time, since windows pass and other processes end calls too.
/// </remarks>
internal sealed class WaitingLine(QuotaGate gate, TimeProvider time, int capacity)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<WaitingCall>> _subjects = new(StringComparer.Ordinal);

    // Whose turn it is: a subject that was served goes to the end.
    private readonly List<string> _turns = [];
    private readonly AsyncSignal _freed = new();
    private int _count;
    private bool _isServing;
    private bool _isClosed;

    /// <summary>Gets whether a subject's earlier calls wait, which a new one must not overtake.</summary>
    public bool HasWaiting(in AdmissionRequest request)
    {
        if (Volatile.Read(ref _count) == 0) return false;
        lock (_lock) return _subjects.ContainsKey(SubjectOf(request));
    }

    /// <summary>Tells that something was given back. Costs a read when nobody waits.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _count) > 0) _freed.Set();
    }

    public void Close()
    {
        lock (_lock) _isClosed = true;
        _freed.Set();
    }

    /// <summary>Waits for an admission.</summary>
    /// <returns>It, or the last refusal when the time is over.</returns>
    public async ValueTask<AdmissionResult> WaitAsync(
        AdmissionRequest request, AdmissionResult refusal, TimeSpan most, CancellationToken cancellationToken)
    {
        var call = new WaitingCall(request, refusal, most);
        if (!TryJoin(call)) return refusal;

        gate.Counters.AddWaiting(1);
        try
        {
            return await call.Ended.WaitAsync(most, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return call.TryEnd(call.Refusal) ? call.Refusal : await call.Ended.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (call.TryEnd(refusal)) throw;

            AdmissionResult late = await call.Ended.ConfigureAwait(false);
            await GiveBackAsync(late).ConfigureAwait(false);
            throw;
        }
        finally
        {
            gate.Counters.AddWaiting(-1);
            _freed.Set(); // so that whoever has left is taken out of the line
        }
    }

    private bool TryJoin(WaitingCall call)
    {
        lock (_lock)
        {
            if (_isClosed || _count >= capacity) return false;

            string subject = SubjectOf(call.Request);
            if (!_subjects.TryGetValue(subject, out Queue<WaitingCall>? line))
            {
                _subjects[subject] = line = new Queue<WaitingCall>();
                _turns.Add(subject);
            }

            line.Enqueue(call);
            _count++;
            if (_isServing) return true;

            _isServing = true;
            // Not the caller's flow: the line is served for all.
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(ServeAsync);
            return true;
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            _freed.Reset();
            TimeSpan pause = LongestPause;
            bool isAnyServed;
            do
            {
                isAnyServed = false;
                foreach (string subject in Subjects())
                {
                    if (await ServeAsync(subject).ConfigureAwait(false) is not { } retry) isAnyServed = true;
                    else if (retry < pause) pause = retry;
                }
            }
            while (isAnyServed && Volatile.Read(ref _count) > 0);

            if (HasEnded()) return;
            await PauseAsync(pause).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for the first of a subject's line.</summary>
    /// <returns>Null when it has left the line; else when to ask again.</returns>
    private async ValueTask<TimeSpan?> ServeAsync(string subject)
    {
        WaitingCall? call = First(subject);
        if (call is null) return LongestPause;
        if (call.Ended.IsCompleted) return Leave(subject);

        AdmissionResult result = _isClosed
            ? call.Refusal
            : await gate.ReserveAsync(call.Request, CancellationToken.None, isRetry: true).ConfigureAwait(false);
        bool goesOn = result.Admission is null && !_isClosed && QuotaGate.CanHelp(result, call.Most);
        if (goesOn)
        {
            call.Refusal = result;
            TimeSpan retry = result.Refusal?.RetryAfter ?? LongestPause;
            return retry < ShortestPause ? ShortestPause : retry;
        }

        if (!call.TryEnd(result)) await GiveBackAsync(result).ConfigureAwait(false);
        return Leave(subject);
    }

    private async ValueTask GiveBackAsync(AdmissionResult result)
    {
        if (result.Admission is not { } admission) return;
        await gate.ReleaseAsync(admission, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask PauseAsync(TimeSpan pause)
    {
        try
        {
            await _freed.Signalled.WaitAsync(pause, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time enough has passed to ask again.
        }
    }

    private string[] Subjects()
    {
        lock (_lock) return [.. _turns];
    }

    private WaitingCall? First(string subject)
    {
        lock (_lock)
        {
            return _subjects.TryGetValue(subject, out Queue<WaitingCall>? line) && line.TryPeek(out WaitingCall? call)
                ? call
                : null;
        }
    }

    private TimeSpan? Leave(string subject)
    {
        lock (_lock)
        {
            Queue<WaitingCall> line = _subjects[subject];
            line.Dequeue();
            _count--;
            _turns.Remove(subject);
            if (line.Count == 0) _subjects.Remove(subject);
            else _turns.Add(subject);
            return null;
        }
    }

    private bool HasEnded()
    {
        lock (_lock)
        {
            if (_count > 0) return false;

            _isServing = false;
            return true;
        }
    }

    private static string SubjectOf(in AdmissionRequest request) =>
        request.Subject.User ?? request.Subject.Project ?? request.Subject.Session ?? "";
}
