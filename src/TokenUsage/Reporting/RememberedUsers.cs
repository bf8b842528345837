using TokenUsage.Caching;
using TokenUsage.Storage;

namespace TokenUsage.Reporting;

/// <summary>Lets go of a user in remembered answers: of all answers, since any of them may name the user.</summary>
internal sealed class RememberedUsers(TokenUsageCache cache) : IUserDataHolder
{
    public string Name => "cache";

    public ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken) =>
        new(cache.ClearTag(CacheKeys.QueryTag) + cache.ClearTag(CacheKeys.ForecastTag));
}
