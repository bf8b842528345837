using System.Collections.Immutable;

namespace TokenUsage.Storage;

using Slice = ImmutableDictionary<CellKey, RollupCell>;

/// <summary>Everything the in-memory store knows at one moment. Nothing in it changes, its cells included.</summary>
internal sealed record InMemoryState
{
    public long Version { get; init; }

    public ImmutableSortedSet<UsageRecord> Records { get; init; } =
        ImmutableSortedSet.Create<UsageRecord>(ByPosition.Instance);

    public ImmutableDictionary<Guid, long> Digests { get; init; } = ImmutableDictionary<Guid, long>.Empty;

    /// <summary>Gets the quarter-hours of each cube, in the order of the store's cubes.</summary>
    public required ImmutableArray<ImmutableSortedDictionary<long, Slice>> Cubes { get; init; }

    public int CellCount { get; init; }

    /// <summary>Gets from when on no record and no quarter-hour has left for want of room or by retention.</summary>
    public StoreHorizon Horizon { get; init; } = StoreHorizon.Everything;

    /// <summary>Gets the moment before which retention deleted records; a record offered from then is not taken.</summary>
    public DateTimeOffset RetainedFrom { get; init; } = DateTimeOffset.MinValue;

    public static InMemoryState Empty(int cubes) =>
        new() { Cubes = [.. Enumerable.Repeat(ImmutableSortedDictionary<long, Slice>.Empty, cubes)] };

    private sealed class ByPosition : IComparer<UsageRecord>
    {
        public static ByPosition Instance { get; } = new();

        public int Compare(UsageRecord? x, UsageRecord? y) => RecordPosition.Of(x!).CompareTo(RecordPosition.Of(y!));
    }
}
