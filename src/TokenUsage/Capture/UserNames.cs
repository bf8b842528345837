using System.Collections.Concurrent;

namespace TokenUsage.Capture;

/// <summary>Puts pseudonyms in the place of users, before anything of ours sees them.</summary>
internal sealed class UserNames(IUserPseudonymizer? pseudonymizer)
{
    private const int MaxCached = 10_000; // beyond it the busy ones are back at once

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    public static UserNames Plain { get; } = new(null);

    public UsageDimensions Hide(UsageDimensions dimensions)
    {
        if (pseudonymizer is null || dimensions.User is not { } user) return dimensions;
        return dimensions with { User = PseudonymOf(user) };
    }

    public UsageRecord Hide(UsageRecord record)
    {
        if (pseudonymizer is null || record.Dimensions?.User is null) return record;
        return record with { Dimensions = Hide(record.Dimensions) };
    }

    private string PseudonymOf(string user)
    {
        if (_known.TryGetValue(user, out string? pseudonym)) return pseudonym;

        if (_known.Count >= MaxCached) _known.Clear();
        pseudonym = pseudonymizer!.Pseudonymize(user);
        _known.TryAdd(user, pseudonym);
        return pseudonym;
    }
}
