using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace TokenUsage.Storage;

/// <summary>Reads one state of the in-memory store.</summary>
internal sealed class InMemorySnapshot(InMemoryState state, IReadOnlyList<UsageCube> cubes) : IUsageSnapshot
{
    public long Version => state.Version;

    public StoreHorizon Horizon => state.Horizon;

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long from = RollupGrid.SliceOf(read.From, RollupGrain.QuarterHour);
        long to = RollupGrid.SliceOf(read.To, RollupGrain.QuarterHour);
        foreach ((long slice, ImmutableDictionary<CellKey, RollupCell> cells) in state.Cubes[IndexOf(read.Cube)])
        {
            if (slice < from) continue;
            if (slice >= to) break;
            cancellationToken.ThrowIfCancellationRequested();
            DateTimeOffset start = RollupGrid.StartOf(slice, RollupGrain.QuarterHour);
            foreach ((CellKey key, RollupCell cell) in cells) yield return new RollupRow(start, key.Values, cell);
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    public async IAsyncEnumerable<UsageRecord> ReadRecordsAsync(
        RecordRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int left = read.Limit ?? int.MaxValue;
        for (int i = IndexAfter(read); i < state.Records.Count && left > 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            UsageRecord record = state.Records[i];
            if (record.StartedAt >= read.To) break;
            if (!record.Passes(read.Where)) continue;
            left--;
            yield return record;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => default;

    private int IndexOf(UsageCube cube)
    {
        for (int i = 0; i < cubes.Count; i++)
        {
            if (cubes[i].Name == cube.Name) return i;
        }

        throw new ArgumentException(
            $"There is no cube '{cube}' in memory; read one of {nameof(IUsageStore.Cubes)}.", nameof(cube));
    }

    private int IndexAfter(RecordRead read)
    {
        var from = new RecordPosition(read.From, Guid.Empty);
        RecordPosition start = read.After is { } after && after > from ? after : from;
        int low = 0;
        int high = state.Records.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (RecordPosition.Of(state.Records[middle]) > start) high = middle;
            else low = middle + 1;
        }

        // A record with the empty id may stand exactly at the start of the range.
        bool isFirst = read.After is null && low > 0 && RecordPosition.Of(state.Records[low - 1]) == start;
        return isFirst ? low - 1 : low;
    }
}
