namespace TokenUsage.Capture;

/// <summary>One logical call, seen from everything that runs inside it.</summary>
/// <remarks>
/// Whatever observes an attempt further in says so here; what is further out then leaves the record to it. Thus the
/// wire handler wins over the chat client, an inner chat client over an outer one, and no attempt is recorded twice.
/// Not pooled: work that a call leaves running may hold on to it for as long as it likes.
/// </remarks>
internal sealed class OperationScope(Guid id, bool isMeasured = false, bool isInner = false)
{
    private static readonly AsyncLocal<OperationScope?> Ambient = new();

    private int _attempts;
    private volatile bool _isCovered;

    public static OperationScope? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public Guid Id { get; } = id;

    /// <summary>Whether an instrumentation of the chat client emits the <c>gen_ai.*</c> metrics of what runs inside.</summary>
    public bool IsMeasured { get; } = isMeasured;

    /// <summary>Whether this runs inside another logical call, which has told of its start already.</summary>
    public bool IsInner { get; } = isInner;

    /// <summary>Whether something further in has taken over the recording.</summary>
    public bool IsCovered => _isCovered || Volatile.Read(ref _attempts) > 0;

    /// <summary>Takes over the recording without an attempt: to fetch an answer that was made before is none.</summary>
    public void Cover() => _isCovered = true;

    /// <summary>Gets or sets the observation that holds quota for the call as long as nothing further in does.</summary>
    public CallObservation? Holder { get; set; }

    /// <summary>Gets or sets the attempt that was admitted last.</summary>
    public CallObservation? Admitted { get; set; }

    /// <summary>Takes over the recording of one attempt, and with it the asking for quota.</summary>
    /// <returns>The attempt's number, from 1.</returns>
    public int BeginAttempt()
    {
        Holder?.GiveBack();
        return Interlocked.Increment(ref _attempts);
    }
}
