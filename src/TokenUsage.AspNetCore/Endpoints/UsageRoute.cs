using System.Text.Json.Serialization.Metadata;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>One address: what it is for, what it takes, what it answers.</summary>
internal sealed record UsageRoute(string Method, string Path, string Summary, Func<UsageCall, Task> Answer)
{
    public RouteKind Kind { get; init; }

    /// <summary>Gets whether it tells of all calls at once, so that nobody who may see a part may see it.</summary>
    public bool NeedsEverything { get; init; }

    /// <summary>Gets whether a query parameter may be the name of a dimension, and then is a filter.</summary>
    public bool TakesFilters { get; init; }

    /// <summary>Gets whether its parameters are read in the browser only.</summary>
    public bool TakesAnything { get; init; }

    public IReadOnlyList<RouteParameter> Parameters { get; init; } = [];

    public JsonTypeInfo? Body { get; init; }

    public JsonTypeInfo? Result { get; init; }

    /// <summary>Gets whether it belongs to the interface for programs, rather than to the pages.</summary>
    public bool IsApi => Path.StartsWith("/api/", StringComparison.Ordinal);
}
