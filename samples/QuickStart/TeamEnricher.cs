using TokenUsage;

namespace QuickStart;

// snippet: enricher
internal sealed class TeamEnricher(IReadOnlyDictionary<string, string> teams) : IUsageEnricher
{
    public UsageDimensions Enrich(UsageDimensions dimensions) =>
        dimensions.User is { } user && teams.TryGetValue(user, out string? team)
        ? dimensions with { Project = team } : dimensions;
}
// end-snippet
