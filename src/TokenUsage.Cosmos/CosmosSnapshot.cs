using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using TokenUsage.Cosmos.Documents;
using TokenUsage.Cosmos.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos;

/// <summary>What batches before a stamp have stored.</summary>
/// <remarks>
/// Of this process's own writing, a view of one moment. Batches of other processes that were under way at that moment may
/// show in it when they are done, and clocks that differ shift it by as much: Cosmos DB has no snapshots.
/// </remarks>
internal sealed class CosmosSnapshot(CosmosContainer container, string stamp) : IUsageSnapshot
{
    private const int StampTicks = 16; // hexadecimal digits

    public long Version => long.Parse(
        stamp.AsSpan(0, StampTicks), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        UsageCube cube = UsageCube.Standard.FirstOrDefault(c => c.Name == read.Cube.Name)
            ?? throw new ArgumentException(
            $"There is no cube '{read.Cube}' in Cosmos DB; read one of {nameof(IUsageStore.Cubes)}.", nameof(read));
        long from = RollupGrid.SliceOf(read.From, RollupGrain.QuarterHour);
        long to = RollupGrid.SliceOf(read.To, RollupGrain.QuarterHour);

        // Batches first: one that is merged meanwhile is then named by the document, and left out below. The other way
        // round, it would be in neither.
        var batches = new List<(string Stamp, CellPlace At, RollupCell Cell)>();
        await foreach (JsonElement batch in container
            .QueryAsync(BatchDocument.CountedBefore(stamp), BatchDocument.Partition, cancellationToken)
            .ConfigureAwait(false))
        {
            string of = BatchDocument.StampOf(batch);
            foreach ((CellPlace at, RollupCell cell) in BatchDocument.Read(batch, cube).Cells)
            {
                if (at.Slice >= from && at.Slice < to) batches.Add((of, at, cell));
            }
        }

        var merged = new HashSet<(RollupPlace, string)>();
        QueryDefinition query = RollupDocument.Between(cube, RollupPlace.HourOf(from), RollupPlace.HourOf(to));
        await foreach (JsonElement document in container.QueryAsync(query, partition: null, cancellationToken)
            .ConfigureAwait(false))
        {
            var rollup = RollupDocument.Read(document);
            foreach (string name in rollup.Merged.Keys) merged.Add((rollup.Place, name));
            foreach ((CellPlace at, RollupCell cell) in rollup.Cells.Cells)
            {
                if (at.Slice >= from && at.Slice < to) yield return RowOf(at, cell);
            }
        }

        foreach ((string of, CellPlace at, RollupCell cell) in batches)
        {
            if (!merged.Contains((RollupPlace.Of(cube, at), of))) yield return RowOf(at, cell);
        }
    }

    public async IAsyncEnumerable<UsageRecord> ReadRecordsAsync(
        RecordRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int left = read.Limit ?? int.MaxValue;
        if (left <= 0) yield break;

        string? user = OnlyUserOf(read.Where);
        await foreach (JsonElement document in container
            .QueryAsync(Ask(read, user), user, cancellationToken)
            .ConfigureAwait(false))
        {
            UsageRecord record = RecordDocument.Read(document);
            if (!record.Passes(read.Where)) continue;
            yield return record;
            if (--left == 0) yield break;
        }
    }

    public ValueTask DisposeAsync() => default;

    private static RollupRow RowOf(CellPlace at, RollupCell cell) =>
        new(RollupGrid.StartOf(at.Slice, RollupGrain.QuarterHour), at.Key, cell);

    private QueryDefinition Ask(RecordRead read, string? user)
    {
        var sql = new StringBuilder(
            "SELECT * FROM c WHERE c.type = @type AND c.batch < @batch AND c.position >= @from AND c.position < @to");
        if (read.After is not null) sql.Append(" AND c.position > @after");
        if (user is not null) sql.Append(" AND c.user_id = @user");
        sql.Append(" ORDER BY c.position");
        QueryDefinition query = new QueryDefinition(sql.ToString())
            .WithParameter("@type", RecordDocument.Type)
            .WithParameter("@batch", stamp)
            .WithParameter("@from", BatchStamps.At(read.From))
            .WithParameter("@to", BatchStamps.At(read.To));
        if (read.After is { } after) query.WithParameter("@after", RecordDocument.PositionOf(after));
        if (user is not null) query.WithParameter("@user", user);
        return query;
    }

    /// <summary>Gets the user that a read is about, if it is about one: then one partition is asked, and no other.</summary>
    private static string? OnlyUserOf(IReadOnlyList<UsageFilter> where) => where
        .Where(filter => filter.Dimension == Dimension.User && filter.Operator == FilterOperator.In)
        .Select(filter => filter.Values.Count == 1 ? filter.Values[0] : null)
        .FirstOrDefault(value => value is not null);
}
