using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Upkeep;

/// <summary>Empties the rollups of the time of which all records are kept, and fills them again.</summary>
/// <remarks>In one transaction that keeps writers out: a reader sees the old sums or the new ones.</remarks>
internal sealed class RollupRebuild(Database database, Sql sql, CubeList cubes, StoreWriter writer)
{
    private const int RecordsAtOnce = 20_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await sql.LockWritersOutAsync(cancellationToken).ConfigureAwait(false);
        await writer.Merge.MergeAllAsync(sql.Connection, cancellationToken).ConfigureAwait(false);
        List<long> horizon = await sql.ReadAsync(
            "SELECT value FROM $schema$.store_info WHERE name = 'records_from'",
            _ => { },
            row => row.GetInt64(0),
            cancellationToken).ConfigureAwait(false);
        DateTimeOffset from = RollupGrid.Ceiling(new DateTimeOffset(horizon[0], TimeSpan.Zero), RollupGrain.Day);
        await ClearAsync(from, cancellationToken).ConfigureAwait(false);
        await FillAsync(from, cancellationToken).ConfigureAwait(false);
        await sql.RunAsync(
            "UPDATE $schema$.rollup_cube SET since = least(since, $1)",
            parameters => DimensionSql.Add(parameters, from.UtcTicks),
            cancellationToken).ConfigureAwait(false);
        await sql.RaiseVersionAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ClearAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        foreach (string table in (string[])["rollup", "rollup_keys"])
        {
            foreach (RollupGrain grain in (RollupGrain[])[RollupGrain.QuarterHour, RollupGrain.Day])
            {
                await sql.RunAsync(
                    $"DELETE FROM $schema$.{table} WHERE grain = $1 AND slice >= $2",
                    parameters =>
                    {
                        DimensionSql.Add(parameters, (short)grain);
                        DimensionSql.Add(parameters, RollupGrid.SliceOf(from, grain));
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task FillAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var read = new RecordRead { From = from, To = DateTimeOffset.MaxValue, Limit = RecordsAtOnce };
        while (true)
        {
            var batch = new RollupBatch(cubes);
            int count = 0;
            await foreach (UsageRecord record in
                RecordReader.ReadAsync(sql.Connection, database, read, cancellationToken).ConfigureAwait(false))
            {
                batch.Add(record);
                count++;
                read = read with { After = RecordPosition.Of(record) };
            }

            if (count == 0) return;
            await batch.WriteAsync(sql.Connection, writer.InsertTail, cancellationToken).ConfigureAwait(false);
            await writer.Merge.MergeAllAsync(sql.Connection, cancellationToken).ConfigureAwait(false);
        }
    }
}
