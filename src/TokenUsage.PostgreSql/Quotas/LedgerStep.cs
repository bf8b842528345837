using TokenUsage.Admission;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>One step of one call, while it waits for its turn and for the server.</summary>
/// <remarks>
/// It copies what it needs of the claim: a caller that gives up uses its claim for the next call, while the server may
/// still be at this step.
/// </remarks>
internal sealed class LedgerStep
{
    private static readonly QuotaUnit[] Units = Enum.GetValues<QuotaUnit>();

    private readonly TaskCompletionSource<StepAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LedgerStep(StepKind kind, LedgerClaim claim)
    {
        Kind = kind;
        Id = claim.Id;
        AdmittedAtMicros = claim.AdmittedAtMicros;
        Lines = claim.Lines.ToArray();
        Counters = [.. Lines.Select(line => CounterId.Of(line))];
    }

    /// <summary>Gets the number of units, which is that of <see cref="Actual"/>.</summary>
    public static int UnitCount => Units.Length;

    public StepKind Kind { get; }

    public Guid Id { get; }

    public long AdmittedAtMicros { get; }

    public LedgerLine[] Lines { get; }

    /// <summary>Gets each line's counter.</summary>
    public Guid[] Counters { get; }

    /// <summary>Gets how long a reservation is held.</summary>
    public long LeaseMicros { get; init; }

    /// <summary>Gets what was used, by unit.</summary>
    public long[] Actual { get; private init; } = new long[Units.Length];

    /// <summary>Gets or sets when it began to wait, by the process's own clock.</summary>
    public long WaitsSince { get; set; }

    /// <summary>Gets or sets whether it goes without others: with them, it failed.</summary>
    public bool IsAlone { get; set; }

    public Task<StepAnswer> Answer => _answer.Task;

    public static LedgerStep Settle(LedgerClaim claim, QuotaAmounts actual) =>
        new(StepKind.Settle, claim) { Actual = [.. Units.Select(unit => actual.Of(unit))] };

    public void Complete(StepAnswer answer) => _answer.TrySetResult(answer);

    public void Fail(Exception exception) => _answer.TrySetException(exception);

    /// <summary>Ends the caller's wait. Before its turn, the step is then not sent at all.</summary>
    public void Cancel(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);
}
