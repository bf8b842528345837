using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Auditing;
using TokenUsage.Sqlite.Records;
using TokenUsage.Sqlite.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>A read transaction: in WAL mode it sees one moment and stops no writer.</summary>
internal sealed class SqliteSnapshot : IUsageSnapshot
{
    private static readonly RollupCell NoCell = new();

    private readonly ConnectionPool _pool;
    private readonly SqliteConnection _connection;
    private readonly WordReader _words;
    private readonly StoreCubes _cubes;

    public SqliteSnapshot(ConnectionPool pool, WordCache words, StoreCubes cubes)
    {
        _pool = pool;
        _cubes = cubes;
        _connection = pool.RentReader();
        try
        {
            ConnectionPool.Run(_connection, "BEGIN");
            StoreInfo info = StoreInfo.Read(_connection); // the first read begins the moment
            Version = info.Version;
            Horizon = info.ToHorizon(cubes.Since);
            _words = new WordReader(_connection, words.At(info.Words));
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public long Version { get; }

    public StoreHorizon Horizon { get; }

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int cube = _cubes.IdOf(read.Cube);
        if (read.KeysOnly)
        {
            var keys = new KeyTexts(_words, cube, read);
            foreach (long id in KeyReader.Read(_connection, cube, read))
            {
                if (keys.TryGet(id, out string?[] key)) yield return new RollupRow(read.From, key, NoCell);
            }

            yield break;
        }

        using var reader = new RollupReader(_connection, _words, cube, read);
        while (reader.TryRead(out RollupRow row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    public async IAsyncEnumerable<UsageRecord> ReadRecordsAsync(
        RecordRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new RecordReader(_connection, _words, read);
        while (reader.TryRead(out UsageRecord? record))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Finds the first day, not before a moment, and the end of the last day with records or rollups.</summary>
    public (DateTimeOffset First, DateTimeOffset End) FindDays(DateTimeOffset from)
    {
        using var days = new Statement(
            _connection,
            """
            SELECT min(day), max(day) FROM (
                SELECT min(started_at) / 864000000000 AS day FROM usage_record WHERE started_at >= ?1
                UNION ALL SELECT max(started_at) / 864000000000 FROM usage_record
                UNION ALL SELECT min(slice) FROM rollup WHERE cube = 0 AND grain = 1 AND slice >= ?1 / 864000000000
                UNION ALL SELECT max(slice) FROM rollup WHERE cube = 0 AND grain = 1)
            """);
        days.Bind(0, from.UtcTicks);
        if (!days.Step() || days.IsNull(0) || days.Int64(1) < days.Int64(0)) return (from, from);
        DateTimeOffset first = RollupGrid.StartOf(days.Int64(0), RollupGrain.Day);
        return (first > from ? first : from, RollupGrid.StartOf(days.Int64(1) + 1, RollupGrain.Day));
    }

    public long CountRecords(DateTimeOffset from, DateTimeOffset to)
    {
        using var count = new Statement(
            _connection, "SELECT count(*) FROM usage_record WHERE started_at >= ? AND started_at < ?");
        count.Bind(0, from.UtcTicks);
        count.Bind(1, to.UtcTicks);
        return count.Step() ? count.Int64(0) : 0;
    }

    public IReadOnlyList<AuditRow> ReadAudit(long after, int limit) => AuditRow.Read(_connection, after, limit);

    public ValueTask DisposeAsync()
    {
        _words.Dispose();
        try
        {
            ConnectionPool.Run(_connection, "COMMIT");
            _pool.Return(_connection);
        }
        catch (SqliteException)
        {
            _connection.Dispose(); // a broken connection does not go back
        }

        return default;
    }
}
