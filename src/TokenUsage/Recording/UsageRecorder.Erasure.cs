using TokenUsage.Storage;

namespace TokenUsage.Recording;

/// <summary>Forgetting a user.</summary>
internal sealed partial class UsageRecorder
{
    private static readonly TimeSpan ErasurePatience = TimeSpan.FromSeconds(30);

    /// <summary>Brings what waits into the store, which erases it there, and removes the user from everything else.</summary>
    /// <returns>How many records that were kept aside named the user.</returns>
    /// <exception cref="UsageStoreException">The store does not take what waits.</exception>
    public async ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken)
    {
        if (!await _loop.FlushAsync(ErasurePatience, cancellationToken).ConfigureAwait(false))
        {
            throw new UsageStoreException(
                $"{Report().Pending} records still wait for the store and may name the user. Erase again once the "
                + "store takes them.",
                isPermanent: false);
        }

        // A record that is stored still stands in its segment, until the segment is deleted.
        _queue.DropStored();
        return _quarantine.Erase(identities);
    }
}
