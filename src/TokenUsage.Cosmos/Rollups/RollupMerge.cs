using System.Text.Json;
using TokenUsage.Cosmos.Documents;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Rollups;

/// <summary>Moves what batches hold into the rollup documents, so that readers have few batches to add up.</summary>
/// <remarks>
/// Any process may do it at any time, several at once too. A batch is deleted only when every document that concerns it
/// names it; a document forgets the name an hour after the batch was seen to be gone.
/// </remarks>
internal sealed class RollupMerge(CosmosContainer container, TimeProvider time)
{
    /// <summary>How old a batch is before it is merged: as long as a snapshot may be held.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private const int MostAtOnce = 64;
    private const int Tries = 5;

    private static readonly TimeSpan NamesKept = TimeSpan.FromHours(1);

    /// <summary>Merges the oldest batches.</summary>
    /// <returns>How many were merged.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string before = BatchStamps.At(time.GetUtcNow() - Rest);
        var present = new HashSet<string>(StringComparer.Ordinal);
        var batches = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        await foreach (JsonElement batch in container
            .QueryAsync(BatchDocument.CountedBefore(before), BatchDocument.Partition, cancellationToken)
            .ConfigureAwait(false))
        {
            string stamp = BatchDocument.StampOf(batch);
            present.Add(stamp);
            batches.Add(stamp, batch.Clone());
            if (batches.Count > MostAtOnce) batches.Remove(batches.Last().Key);
        }

        if (batches.Count == 0) return 0;

        foreach ((RollupPlace place, List<(string Stamp, CellPlace At, RollupCell Cell)> cells) in Sort(batches))
        {
            await MergeAsync(place, cells, present, cancellationToken).ConfigureAwait(false);
        }

        foreach (string stamp in batches.Keys)
        {
            await container.DeleteAsync(BatchDocument.Partition, stamp, cancellationToken).ConfigureAwait(false);
        }

        return batches.Count;
    }

    private static Dictionary<RollupPlace, List<(string Stamp, CellPlace At, RollupCell Cell)>> Sort(
        IReadOnlyDictionary<string, JsonElement> batches)
    {
        var sorted = new Dictionary<RollupPlace, List<(string, CellPlace, RollupCell)>>();
        foreach ((string stamp, JsonElement batch) in batches)
        {
            foreach (UsageCube cube in UsageCube.Standard)
            {
                foreach ((CellPlace at, RollupCell cell) in BatchDocument.Read(batch, cube).Cells)
                {
                    var place = RollupPlace.Of(cube, at);
                    if (!sorted.TryGetValue(place, out List<(string, CellPlace, RollupCell)>? cells))
                    {
                        sorted[place] = cells = [];
                    }

                    cells.Add((stamp, at, cell));
                }
            }
        }

        return sorted;
    }

    private async Task MergeAsync(
        RollupPlace place,
        List<(string Stamp, CellPlace At, RollupCell Cell)> cells,
        HashSet<string> present,
        CancellationToken cancellationToken)
    {
        for (int i = 0; i < Tries; i++)
        {
            if (await TryMergeAsync(place, cells, present, cancellationToken).ConfigureAwait(false)) return;
        }

        throw new UsageStoreException(
            $"The rollup document '{place.Id}' is changed by others all the time; it is merged later.",
            isPermanent: false);
    }

    private async Task<bool> TryMergeAsync(
        RollupPlace place,
        List<(string Stamp, CellPlace At, RollupCell Cell)> cells,
        HashSet<string> present,
        CancellationToken cancellationToken)
    {
        (JsonDocument Document, string Version)? found =
            await container.ReadAsync(place.Partition, place.Id, cancellationToken).ConfigureAwait(false);
        using JsonDocument? read = found?.Document;
        RollupDocument rollup = read is null ? RollupDocument.Empty(place) : RollupDocument.Read(read.RootElement);
        HashSet<string> known = [.. rollup.Merged.Keys];
        long now = time.GetUtcNow().UtcTicks;
        foreach ((string stamp, CellPlace at, RollupCell cell) in cells)
        {
            if (known.Contains(stamp)) continue;
            rollup.Cells.Add(at, cell);
            rollup.Merged[stamp] = now;
        }

        // A name is needed while its batch can still be merged again, or a reader may hold it.
        foreach ((string stamp, long at) in rollup.Merged)
        {
            if (!present.Contains(stamp) && at < now - NamesKept.Ticks) rollup.Merged.Remove(stamp);
        }

        return found is { } old
            ? await container
                .TryReplaceAsync(place.Partition, place.Id, old.Version, rollup.Write(), cancellationToken)
                .ConfigureAwait(false)
            : await container.TryCreateAsync(place.Partition, rollup.Write(), cancellationToken).ConfigureAwait(false);
    }
}
