using Microsoft.Extensions.Logging;

namespace TokenUsage.Storage;

/// <summary>Asks everything that keeps users' data to let go of one.</summary>
/// <remarks>
/// The holders come before the store: what a journal still had would otherwise arrive in the store after its erasure. Each of
/// them can be asked twice, so that an erasure that was interrupted is simply repeated.
/// </remarks>
internal sealed class UserErasure(
    IStoreMaintenance store, IEnumerable<IUserDataHolder> holders, IAuditTrail trail,
    IEnumerable<IUserPseudonymizer> pseudonymizers, TimeProvider time, ILogger<UserErasure> logger) : IUserErasure
{
    public async ValueTask<ErasureReport> EraseAsync(
        string user, ChangeActor actor, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(actor);

        string[] identities = [.. pseudonymizers.SelectMany(p => p.AllOf(user)).Prepend(user).Distinct()];
        var erased = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (IUserDataHolder holder in holders)
        {
            long count = await holder.EraseUserAsync(identities, cancellationToken).ConfigureAwait(false);
            erased[holder.Name] = erased.GetValueOrDefault(holder.Name) + count;
        }

        // The entry says what was asked for, and is forgotten with the rest. The store comes last: it rewrites the
        // file in which the audit trail may be.
        await trail.AppendAsync(
            new AuditChange { Actor = actor, Action = "user.erase", Subject = user }, cancellationToken)
            .ConfigureAwait(false);
        erased["audit"] = await trail.ForgetAsync(identities, cancellationToken).ConfigureAwait(false);
        erased["store"] = await store.EraseUserAsync(identities, cancellationToken).ConfigureAwait(false);

        logger.UserErased(erased.Values.Sum(), erased.Count);
        return new ErasureReport { Erased = erased, At = time.GetUtcNow() };
    }
}
