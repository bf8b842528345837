using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Upkeep;

/// <summary>Deletes what a plan allows: whole partitions where it can, portions of rows where it must.</summary>
internal sealed class RetentionDelete(Sql sql, CubeList cubes, RetentionPlan plan)
{
    private const string HasOlder =
        """
        SELECT EXISTS (SELECT FROM $schema$.usage_record WHERE started_at < $schema$.instant($1))
            OR EXISTS (SELECT FROM $schema$.rollup WHERE cube = $4 AND grain = 0 AND slice < $2)
            OR EXISTS (SELECT FROM $schema$.rollup WHERE cube = $4 AND grain = 1 AND slice < $3)
        """;

    private const string Records =
        """
        DELETE FROM $schema$.usage_record WHERE (day, id) IN (
            SELECT day, id FROM $schema$.usage_record WHERE started_at < $schema$.instant($1) LIMIT $2)
        """;

    private const string Rollups =
        """
        DELETE FROM $schema$.rollup WHERE (cube, grain, slice, key) IN (
            SELECT cube, grain, slice, key FROM $schema$.rollup
            WHERE cube = $1 AND grain = $2 AND slice < $3 LIMIT $4)
        """;

    // A day's edge: an audit compares whole days, and records are then complete for each of them.
    private readonly DateTimeOffset _records = RollupGrid.Floor(plan.Records, RollupGrain.Day);
    private readonly DateTimeOffset _quarters = RollupGrid.Floor(plan.QuarterHours, RollupGrain.Day);
    private readonly DateTimeOffset _days = RollupGrid.Floor(plan.Days, RollupGrain.Day);

    public async Task<RetentionReport> RunAsync(CancellationToken cancellationToken)
    {
        List<bool> hasOlder = await sql.ReadAsync(
            HasOlder,
            parameters =>
            {
                DimensionSql.Add(parameters, _records.UtcTicks);
                DimensionSql.Add(parameters, RollupGrid.SliceOf(_quarters, RollupGrain.QuarterHour));
                DimensionSql.Add(parameters, RollupGrid.SliceOf(_days, RollupGrain.Day));
                DimensionSql.Add(parameters, cubes.NumberOf(UsageCube.Totals));
            },
            row => row.GetBoolean(0),
            cancellationToken).ConfigureAwait(false);
        if (!hasOlder[0]) return new RetentionReport { IsDone = true };

        await MoveHorizonAsync(cancellationToken).ConfigureAwait(false);
        long records = await DropPartitionsAsync(cancellationToken).ConfigureAwait(false);
        bool isDone = false;
        while (!isDone && records < plan.MaxRows)
        {
            long deleted = await sql.RunAsync(
                Records,
                parameters =>
                {
                    DimensionSql.Add(parameters, _records.UtcTicks);
                    DimensionSql.Add(parameters, (long)plan.RowsAtOnce);
                },
                cancellationToken).ConfigureAwait(false);
            records += deleted;
            isDone = deleted == 0;
        }

        long left = isDone ? plan.MaxRows - records : 0;
        long rollups = await DeleteRollupsAsync(left, cancellationToken).ConfigureAwait(false);
        await sql.RaiseVersionAsync(cancellationToken).ConfigureAwait(false);
        return new RetentionReport
        {
            Records = records,
            Rollups = rollups,
            IsDone = isDone && records + rollups < plan.MaxRows,
        };
    }

    // First and durably: readers must not trust what is half deleted, and old records must not come in again.
    private async Task MoveHorizonAsync(CancellationToken cancellationToken)
    {
        (string Name, DateTimeOffset Moment)[] moments =
            [("records_from", _records), ("quarters_from", _quarters), ("days_from", _days)];
        foreach ((string name, DateTimeOffset moment) in moments)
        {
            await sql.RunAsync(
                "UPDATE $schema$.store_info SET value = greatest(value, $2) WHERE name = $1",
                parameters =>
                {
                    DimensionSql.Add(parameters, name);
                    DimensionSql.Add(parameters, moment.UtcTicks);
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<long> DropPartitionsAsync(CancellationToken cancellationToken)
    {
        List<DateOnly> days = await sql.ReadAsync(
            "SELECT d FROM $schema$.partition_days() d ORDER BY d",
            _ => { },
            row => row.GetFieldValue<DateOnly>(0),
            cancellationToken).ConfigureAwait(false);
        long records = 0;
        foreach (DateOnly day in days)
        {
            // One day more: a call may begin before midnight and get its id after it.
            if (day >= DateOnly.FromDateTime(_records.UtcDateTime).AddDays(1)) break;
            try
            {
                List<long?> dropped = await sql.ReadAsync(
                    "SELECT $schema$.drop_partition($1, $schema$.instant($2))",
                    parameters =>
                    {
                        DimensionSql.Add(parameters, day);
                        DimensionSql.Add(parameters, _records.UtcTicks);
                    },
                    row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0),
                    cancellationToken).ConfigureAwait(false);
                records += dropped[0] ?? 0;
            }
            catch (PostgresException exception) when (StoreFaults.IsCollision(exception))
            {
                // A long query reads it. Its rows go in portions, and the empty partition another time.
            }
        }

        return records;
    }

    private async Task<long> DeleteRollupsAsync(long most, CancellationToken cancellationToken)
    {
        long deleted = 0;
        (RollupGrain Grain, long Before)[] grains =
        [
            (RollupGrain.QuarterHour, RollupGrid.SliceOf(_quarters, RollupGrain.QuarterHour)),
            (RollupGrain.Day, RollupGrid.SliceOf(_days, RollupGrain.Day)),
        ];
        foreach ((RollupGrain grain, long before) in grains)
        {
            for (int i = 0; i < cubes.Cubes.Count && deleted < most;)
            {
                long step = await DeleteAsync(cubes.NumberAt(i), grain, before, cancellationToken)
                    .ConfigureAwait(false);
                deleted += step;
                if (step == 0) i++;
            }

            await sql.RunAsync(
                "DELETE FROM $schema$.rollup_keys WHERE grain = $1 AND slice < $2",
                parameters =>
                {
                    DimensionSql.Add(parameters, (short)grain);
                    DimensionSql.Add(parameters, before);
                },
                cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private Task<long> DeleteAsync(short cube, RollupGrain grain, long before, CancellationToken cancellationToken) =>
        sql.RunAsync(
            Rollups,
            parameters =>
            {
                DimensionSql.Add(parameters, cube);
                DimensionSql.Add(parameters, (short)grain);
                DimensionSql.Add(parameters, before);
                DimensionSql.Add(parameters, (long)plan.RowsAtOnce);
            },
            cancellationToken);
}
