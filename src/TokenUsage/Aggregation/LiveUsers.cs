using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>Lets go of a user in the live buckets.</summary>
internal sealed class LiveUsers(LiveUsage usage) : IUserDataHolder
{
    public string Name => "live";

    public ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken) =>
        new(usage.EraseUser(identities));
}
