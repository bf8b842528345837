using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>Who caused a call, and why.</summary>
/// <remarks>Immutable, and safe to share between threads. Not a cache key: <see cref="Tags"/> compares by reference.</remarks>
public sealed record UsageDimensions
{
    /// <summary>Gets the dimensions of a call about which nothing is said.</summary>
    public static UsageDimensions None { get; } = new();

    /// <summary>Gets the end user.</summary>
    public string? User { get; init; }

    /// <summary>Gets the session: a thread or conversation.</summary>
    public string? Session { get; init; }

    /// <summary>Gets the agent.</summary>
    public string? Agent { get; init; }

    /// <summary>Gets the feature of the application.</summary>
    public string? Feature { get; init; }

    /// <summary>Gets the project: a tenant, a team or a cost centre.</summary>
    public string? Project { get; init; }

    /// <summary>Gets further dimensions by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Lays these dimensions over others: what is set here wins, dimension by dimension and tag by tag.</summary>
    public UsageDimensions Over(UsageDimensions outer)
    {
        ArgumentNullException.ThrowIfNull(outer);

        return ReferenceEquals(outer, None) ? this : new UsageDimensions
        {
            User = User ?? outer.User,
            Session = Session ?? outer.Session,
            Agent = Agent ?? outer.Agent,
            Feature = Feature ?? outer.Feature,
            Project = Project ?? outer.Project,
            Tags = Merge(outer.Tags, Tags),
        };
    }

    private static IReadOnlyDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> outer, IReadOnlyDictionary<string, string> inner)
    {
        if (inner.Count == 0) return outer;
        return outer.Count == 0 ? inner : outer.ToImmutableDictionary(StringComparer.Ordinal).SetItems(inner);
    }
}
