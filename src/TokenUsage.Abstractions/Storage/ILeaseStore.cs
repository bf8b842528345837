namespace TokenUsage.Storage;

/// <summary>Lets one of many processes do what only one may do: retention, repair, scheduled work.</summary>
/// <remarks>A store that a single process writes needs none.</remarks>
public interface ILeaseStore
{
    /// <summary>Takes a lease if nobody else holds it, or renews one's own.</summary>
    /// <param name="name">What is to be done: <c>retention</c>.</param>
    /// <param name="duration">How long it lasts unless it is released; at least a second.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The lease, which disposing releases; <see langword="null"/> when another holds it.</returns>
    ValueTask<IAsyncDisposable?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken cancellationToken);
}
