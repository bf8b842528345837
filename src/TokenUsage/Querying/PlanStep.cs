using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>One read of a plan: a stretch of rollups, or of records where <see cref="Cube"/> is null.</summary>
internal readonly record struct PlanStep(
    UsageCube? Cube, RollupGrain Grain, bool KeysOnly, DateTimeOffset From, DateTimeOffset To);
