namespace TokenUsage;

/// <summary>Erases a user everywhere: store, journal, audit trail, and whatever else is registered.</summary>
public interface IUserErasure
{
    /// <summary>Erases a user. Totals stay as they are.</summary>
    /// <param name="user">The user's id, as the application knows it; its pseudonyms are found from it.</param>
    /// <param name="actor">Who asks for it: the audit trail says so.</param>
    /// <param name="cancellationToken">Stops between two steps; calling again finishes.</param>
    /// <remarks>
    /// Backups and exports made before are the operator's to delete. Calls of the user that are under way, or start later,
    /// are recorded as new ones.
    /// </remarks>
    ValueTask<ErasureReport> EraseAsync(
        string user, ChangeActor actor, CancellationToken cancellationToken = default);
}
