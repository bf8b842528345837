using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>Deletes one portion after the other, oldest kind of detail first.</summary>
internal sealed class RetentionDelete(StoreWriter writer, RetentionPlan plan)
{
    private const string Records =
        "DELETE FROM usage_record WHERE id IN (SELECT id FROM usage_record WHERE started_at < ? LIMIT ?)";

    private const string Minutes =
        """
        DELETE FROM rollup_batch WHERE (cube, slice, batch) IN
            (SELECT cube, slice, batch FROM rollup_batch WHERE cube = ? AND slice < ? LIMIT ?)
        """;

    private const string Rollups =
        """
        DELETE FROM rollup WHERE (cube, grain, slice, key) IN
            (SELECT cube, grain, slice, key FROM rollup WHERE cube = ? AND grain = ? AND slice < ? LIMIT ?)
        """;

    private const string Keys = "DELETE FROM rollup_keys WHERE grain = ? AND slice < ?";

    // A day's edge: an audit compares whole days, and records are then complete for each of them.
    private readonly DateTimeOffset _records = RollupGrid.Floor(plan.Records, RollupGrain.Day);
    private readonly DateTimeOffset _quarters = RollupGrid.Floor(plan.QuarterHours, RollupGrain.Day);
    private readonly DateTimeOffset _days = RollupGrid.Floor(plan.Days, RollupGrain.Day);

    /// <summary>Says first, durably, what may be missing from now on: readers must not trust what is half deleted.</summary>
    public void MoveHorizon()
    {
        StoreInfo info = StoreInfo.Read(writer.Connection);
        bool isBehind = info.RecordsFrom < Oldest(_records) || info.QuartersFrom < Oldest(_quarters)
            || info.DaysFrom < Oldest(_days);
        if (!isBehind || !HasOlder()) return;

        writer.Change(() =>
        {
            writer.Merge(); // rows that are about to go must be in the quarter-hours and days first
            StoreInfo.Raise(writer.Connection, "records_from", _records.UtcTicks);
            StoreInfo.Raise(writer.Connection, "minutes_from", _records.UtcTicks);
            StoreInfo.Raise(writer.Connection, "quarters_from", _quarters.UtcTicks);
            StoreInfo.Raise(writer.Connection, "days_from", _days.UtcTicks);
        });
    }

    /// <summary>Deletes at most one portion.</summary>
    /// <returns>How many records and how many rows of rollups; zeros when nothing is left.</returns>
    public (long Records, long Rollups) Step()
    {
        long records = 0;
        long rollups = 0;
        writer.Change(() =>
        {
            records = Run(Records, _records.UtcTicks, plan.RowsAtOnce);
            if (records == 0) rollups = StepRollups();
        });
        return (records, rollups);
    }

    private static long Oldest(DateTimeOffset moment) => moment.UtcTicks;

    private bool HasOlder()
    {
        using var record = new Statement(
            writer.Connection, "SELECT 1 FROM usage_record WHERE started_at < ? LIMIT 1");
        record.Bind(0, _records.UtcTicks);
        if (record.Step()) return true;

        using var rollup = new Statement(
            writer.Connection,
            """
            SELECT 1 FROM rollup WHERE cube = 0 AND grain = 0 AND slice < ?
            UNION ALL SELECT 1 FROM rollup WHERE cube = 0 AND grain = 1 AND slice < ?
            """);
        rollup.Bind(0, RollupGrid.SliceOf(_quarters, RollupGrain.QuarterHour));
        rollup.Bind(1, RollupGrid.SliceOf(_days, RollupGrain.Day));
        return rollup.Step();
    }

    private long StepRollups()
    {
        foreach (long cube in CubeIds())
        {
            long before = RollupGrid.SliceOf(_records, RollupGrain.QuarterHour);
            long deleted = Run(Minutes, cube, before, plan.RowsAtOnce);
            if (deleted == 0) deleted = DeleteGrain(cube, RollupGrain.QuarterHour, _quarters);
            if (deleted == 0) deleted = DeleteGrain(cube, RollupGrain.Day, _days);
            if (deleted > 0) return deleted;
        }

        Run(Keys, (long)RollupGrain.QuarterHour, RollupGrid.SliceOf(_quarters, RollupGrain.QuarterHour));
        Run(Keys, (long)RollupGrain.Day, RollupGrid.SliceOf(_days, RollupGrain.Day));
        return 0;
    }

    private long DeleteGrain(long cube, RollupGrain grain, DateTimeOffset before) =>
        Run(Rollups, cube, (long)grain, RollupGrid.SliceOf(before, grain), plan.RowsAtOnce);

    private List<long> CubeIds()
    {
        var ids = Enumerable.Range(0, UsageCube.Standard.Count).Select(i => (long)i).ToList();
        using var own = new Statement(writer.Connection, "SELECT id FROM rollup_cube");
        while (own.Step()) ids.Add(own.Int64(0));
        return ids;
    }

    private int Run(string sql, params ReadOnlySpan<long> values)
    {
        using var statement = new Statement(writer.Connection, sql);
        for (int i = 0; i < values.Length; i++) statement.Bind(i, values[i]);
        return statement.Run();
    }
}
