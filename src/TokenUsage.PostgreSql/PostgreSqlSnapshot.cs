using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Rollups;
using TokenUsage.PostgreSql.Upkeep;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>A read transaction that sees one moment and stops no writer.</summary>
internal sealed class PostgreSqlSnapshot : IUsageSnapshot
{
    // Batches are only ever added, and merging them adds their number to the value: the sum never goes back.
    private const string InfoQuery =
        """
        SELECT name, value FROM $schema$.store_info
        UNION ALL SELECT 'batches', count(*) FROM $schema$.rollup_tail WHERE cube = $1
        UNION ALL SELECT 'cube ' || name, since FROM $schema$.rollup_cube WHERE since > 0
        """;

    private const string CubePrefix = "cube ";

    private readonly Database _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly RollupReader _rollups;

    private PostgreSqlSnapshot(
        Database database,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        RollupReader rollups,
        Dictionary<string, long> info)
    {
        _database = database;
        _connection = connection;
        _transaction = transaction;
        _rollups = rollups;
        Version = info["version"] + info["batches"];
        Horizon = new StoreHorizon
        {
            Records = At(info["records_from"]),
            QuarterHours = At(info["quarters_from"]),
            Days = At(info["days_from"]),
            Cubes = info.Where(i => i.Key.StartsWith(CubePrefix, StringComparison.Ordinal))
                .ToDictionary(i => i.Key[CubePrefix.Length..], i => At(i.Value), StringComparer.Ordinal),
        };
    }

    public long Version { get; }

    public StoreHorizon Horizon { get; }

    public static async Task<PostgreSqlSnapshot> OpenAsync(
        Database database, CubeList cubes, RollupReader rollups, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        try
        {
            NpgsqlTransaction transaction = await connection
                .BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);

            // The first query begins the moment.
            Dictionary<string, long> info = await ReadInfoAsync(
                connection, database.Sql(InfoQuery), cubes, cancellationToken).ConfigureAwait(false);
            return new PostgreSqlSnapshot(database, connection, transaction, rollups, info);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        _rollups.ReadAsync(_connection, read, cancellationToken);

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        RecordReader.ReadAsync(_connection, _database, read, cancellationToken);

    /// <summary>Finds the first whole day of which all records are kept, and the end of the last with anything in it.</summary>
    public async Task<(DateTimeOffset First, DateTimeOffset End)> FindDaysAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset from = RollupGrid.Ceiling(Horizon.Records, RollupGrain.Day);
        var sql = new Sql(_database, _connection);
        List<(DateTime? Oldest, DateTime? Youngest, long? First, long? Last)> found = await sql.ReadAsync(
                """
                SELECT (SELECT min(started_at) FROM $schema$.usage_record WHERE started_at >= $schema$.instant($1)),
                    (SELECT max(started_at) FROM $schema$.usage_record),
                    (SELECT min(slice) FROM $schema$.rollup WHERE grain = 1 AND slice >= $2),
                    (SELECT max(slice) FROM $schema$.rollup WHERE grain = 1)
                """,
                parameters =>
                {
                    DimensionSql.Add(parameters, from.UtcTicks);
                    DimensionSql.Add(parameters, RollupGrid.SliceOf(from, RollupGrain.Day));
                },
                row => (Time(row, 0), Time(row, 1), Slice(row, 2), Slice(row, 3)),
                cancellationToken).ConfigureAwait(false);
        long[] first = [.. Days(found[0].Oldest, found[0].First)];
        long[] last = [.. Days(found[0].Youngest, found[0].Last)];
        if (first.Length == 0 || last.Length == 0) return (from, from);
        return (RollupGrid.StartOf(first.Min(), RollupGrain.Day), RollupGrid.StartOf(last.Max() + 1, RollupGrain.Day));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static DateTime? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetDateTime(column);

    private static long? Slice(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static IEnumerable<long> Days(DateTime? at, long? slice)
    {
        if (at is { } time) yield return RollupGrid.SliceOf(new DateTimeOffset(time, TimeSpan.Zero), RollupGrain.Day);
        if (slice is { } day) yield return day;
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static async Task<Dictionary<string, long>> ReadInfoAsync(
        NpgsqlConnection connection, string query, CubeList cubes, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(query, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, cubes.NumberOf(UsageCube.Totals));
        var info = new Dictionary<string, long>(StringComparer.Ordinal);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            info[reader.GetString(0)] = reader.GetInt64(1);
        }

        return info;
    }
}
