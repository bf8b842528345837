using System.Collections.Immutable;

namespace TokenUsage.Storage;

using Slice = ImmutableDictionary<CellKey, RollupCell>;

/// <summary>Everything the in-memory store knows at one moment. Nothing in it changes, its cells included.</summary>
internal sealed record InMemoryState
{
    public static InMemoryState Empty { get; } = new();

    public long Version { get; init; }

    public ImmutableSortedSet<UsageRecord> Records { get; init; } =
        ImmutableSortedSet.Create<UsageRecord>(ByPosition.Instance);

    public ImmutableDictionary<Guid, long> Digests { get; init; } = ImmutableDictionary<Guid, long>.Empty;

    /// <summary>Gets the quarter-hours of each cube, in the order of <see cref="UsageCube.Standard"/>.</summary>
    public ImmutableArray<ImmutableSortedDictionary<long, Slice>> Cubes { get; init; } =
        [.. Enumerable.Repeat(ImmutableSortedDictionary<long, Slice>.Empty, UsageCube.Standard.Count)];

    public int CellCount { get; init; }

    private sealed class ByPosition : IComparer<UsageRecord>
    {
        public static ByPosition Instance { get; } = new();

        public int Compare(UsageRecord? x, UsageRecord? y) => RecordPosition.Of(x!).CompareTo(RecordPosition.Of(y!));
    }
}
