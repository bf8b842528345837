using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>What the erasure of a user has found.</summary>
public sealed record ErasureReport
{
    /// <summary>Gets how many entries named the user, by the name of what kept them: <c>store</c>, <c>journal</c>.</summary>
    public IReadOnlyDictionary<string, long> Erased { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Gets when the erasure was complete.</summary>
    public required DateTimeOffset At { get; init; }
}
