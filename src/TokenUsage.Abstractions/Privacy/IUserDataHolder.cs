namespace TokenUsage.Storage;

/// <summary>Keeps something about users besides the store, and can let go of one: the journal, an archive, alerts.</summary>
/// <remarks>Register it as a service; <see cref="IUserErasure"/> asks every one of them, before the store.</remarks>
public interface IUserDataHolder
{
    /// <summary>Gets the name that reports show: <c>journal</c>.</summary>
    string Name { get; }

    /// <summary>Removes every trace of a user from its files and its memory.</summary>
    /// <param name="identities">The user's id and every pseudonym it may be kept under.</param>
    /// <param name="cancellationToken">Stops; calling again finishes.</param>
    /// <returns>How many entries named the user.</returns>
    ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken);
}
