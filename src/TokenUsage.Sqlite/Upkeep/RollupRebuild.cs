using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Records;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>Empties the rollups of the time of which all records are kept, and fills them again.</summary>
/// <remarks>In one transaction: a reader sees the old sums or the new ones, and a crash leaves the old.</remarks>
internal sealed class RollupRebuild(StoreWriter writer)
{
    private const int RecordsAtOnce = 20_000;

    public void Run(CancellationToken cancellationToken) => writer.Change(() =>
    {
        SqliteConnection connection = writer.Connection;
        writer.Merge(); // what waits for merging may belong to the time before
        DateTimeOffset from = RollupGrid.Ceiling(
            new DateTimeOffset(StoreInfo.Read(connection).RecordsFrom, TimeSpan.Zero), RollupGrain.Day);
        Clear(from);
        Fill(from, cancellationToken);
        Set("UPDATE store_info SET value = ? WHERE name = 'minutes_from'", from.UtcTicks);
        Set("UPDATE rollup_cube SET since = min(since, ?)", from.UtcTicks);
    });

    private void Clear(DateTimeOffset from)
    {
        long quarter = RollupGrid.SliceOf(from, RollupGrain.QuarterHour);
        long day = RollupGrid.SliceOf(from, RollupGrain.Day);
        Set("DELETE FROM rollup_batch WHERE slice >= ?", quarter);
        Set("DELETE FROM rollup WHERE grain = 0 AND slice >= ?", quarter);
        Set("DELETE FROM rollup WHERE grain = 1 AND slice >= ?", day);
        Set("DELETE FROM rollup_keys WHERE grain = 0 AND slice >= ?", quarter);
        Set("DELETE FROM rollup_keys WHERE grain = 1 AND slice >= ?", day);
    }

    private void Fill(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var words = new WordReader(writer.Connection, new WordCache().At(0));
        using var records = new RecordReader(
            writer.Connection, words, new RecordRead { From = from, To = DateTimeOffset.MaxValue });
        int count = 0;
        while (records.TryRead(out UsageRecord? record))
        {
            writer.AddToRollups(record);
            if (++count % RecordsAtOnce != 0) continue;
            cancellationToken.ThrowIfCancellationRequested();
            writer.WriteRollups();
        }

        words.Dispose();
        writer.WriteRollups();
    }

    private void Set(string sql, long value)
    {
        using var statement = new Statement(writer.Connection, sql);
        statement.Bind(0, value);
        statement.Run();
    }
}
