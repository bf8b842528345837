namespace TokenUsage;

/// <summary>The quotas: asks them, reads them, changes them while calls run.</summary>
public interface ITokenQuotas
{
    /// <summary>Asks whether a call would be admitted now. Holds nothing.</summary>
    ValueTask<QuotaDecision> CheckAsync(QuotaRequest request, CancellationToken cancellationToken = default);

    /// <summary>Holds what a call may use of every quota that matches it: of all of them, or of none.</summary>
    /// <exception cref="QuotaExceededException">A quota is used up, or calls are halted.</exception>
    ValueTask<QuotaReservation> ReserveAsync(QuotaRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads the quotas whose dimensions the subject names.</summary>
    ValueTask<IReadOnlyList<QuotaStatus>> GetStatusAsync(
        UsageDimensions subject, CancellationToken cancellationToken = default);

    /// <summary>Adds a quota, or replaces the one of that name.</summary>
    /// <exception cref="ArgumentException">The quota is faulty; the message lists every fault.</exception>
    ValueTask DefineAsync(QuotaDefinition quota, ChangeActor actor, CancellationToken cancellationToken = default);

    /// <summary>Removes a quota. Calls that hold a part of it settle as they would have.</summary>
    ValueTask RemoveAsync(string quota, ChangeActor actor, CancellationToken cancellationToken = default);

    /// <summary>Gives one account of a quota another limit.</summary>
    /// <param name="quota">The quota's name.</param>
    /// <param name="subject">The values of the quota's dimensions.</param>
    /// <param name="limit">The limit in the quota's unit; <see langword="null"/> returns to the quota's own.</param>
    /// <param name="until">When the override ends; <see langword="null"/> lets it stay.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">There is no such quota, or the limit is out of range.</exception>
    ValueTask SetOverrideAsync(
        string quota,
        UsageDimensions subject,
        decimal? limit,
        DateTimeOffset? until,
        ChangeActor actor,
        CancellationToken cancellationToken = default);

    /// <summary>Refuses every further call in the scope, until it is resumed. Calls under way are not cut.</summary>
    /// <param name="scope">Everything, or one value of a dimension.</param>
    /// <param name="reason">Shown to those who are refused.</param>
    /// <param name="actor">Who halts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask HaltAsync(
        HaltScope scope, string reason, ChangeActor actor, CancellationToken cancellationToken = default);

    /// <summary>Ends a halt of exactly that scope.</summary>
    ValueTask ResumeAsync(HaltScope scope, ChangeActor actor, CancellationToken cancellationToken = default);
}
