using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>An alert that the application raises itself.</summary>
public sealed record AlertRequest
{
    /// <summary>Gets the name that it is reported and routed under.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets it in words.</summary>
    public required string Message { get; init; }

    /// <summary>Gets how urgent it is.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Medium;

    /// <summary>Gets whom it concerns.</summary>
    public UsageDimensions Scope { get; init; } = UsageDimensions.None;

    /// <summary>Gets what tells it from others of the same rule; by default the scope does.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets the number that was found.</summary>
    public decimal? Value { get; init; }

    /// <summary>Gets the threshold that it passed.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>Gets further facts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;
}
