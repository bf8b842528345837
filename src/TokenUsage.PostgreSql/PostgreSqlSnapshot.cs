using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>A read transaction that sees one moment and stops no writer.</summary>
internal sealed class PostgreSqlSnapshot : IUsageSnapshot
{
    // Batches are only ever added, and merging them adds their number to the value: the sum never goes back.
    private const string VersionQuery =
        """
        SELECT value + (SELECT count(*) FROM $schema$.rollup_tail WHERE cube = $1)
        FROM $schema$.store_info WHERE name = 'version'
        """;

    private readonly Database _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly RollupReader _rollups;

    private PostgreSqlSnapshot(
        Database database, NpgsqlConnection connection, NpgsqlTransaction transaction, RollupReader rollups, long version)
    {
        _database = database;
        _connection = connection;
        _transaction = transaction;
        _rollups = rollups;
        Version = version;
    }

    public long Version { get; }

    public static async Task<PostgreSqlSnapshot> OpenAsync(
        Database database, CubeList cubes, RollupReader rollups, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        try
        {
            NpgsqlTransaction transaction = await connection
                .BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            var command = new NpgsqlCommand(database.Sql(VersionQuery), connection);
            await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
            DimensionSql.Add(command.Parameters, cubes.NumberOf(UsageCube.Totals));

            // The first query begins the moment.
            object? version = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            return new PostgreSqlSnapshot(database, connection, transaction, rollups, version is long known ? known : 0);
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
}
