using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>How one part of the monitor is.</summary>
public sealed record ComponentHealth
{
    /// <summary>Gets the part: <c>store</c>, <c>recorder</c>, <c>prices</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how well it is.</summary>
    public required HealthLevel Level { get; init; }

    /// <summary>Gets what was found.</summary>
    public required string Description { get; init; }

    /// <summary>Gets what to do about it; <see langword="null"/> where nothing is to be done.</summary>
    public string? Recommendation { get; init; }

    /// <summary>Gets the numbers behind it, by name.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; init; } = ImmutableDictionary<string, double>.Empty;
}
