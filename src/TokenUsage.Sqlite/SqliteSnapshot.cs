using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
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

    public SqliteSnapshot(ConnectionPool pool, WordCache words)
    {
        _pool = pool;
        _connection = pool.RentReader();
        _words = new WordReader(_connection, words);
        try
        {
            ConnectionPool.Run(_connection, "BEGIN");
            using var version = new Statement(_connection, "SELECT value FROM store_info WHERE name = 'version'");
            Version = version.Step() ? version.Int64(0) : 0; // the first read begins the moment
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public long Version { get; }

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (read.KeysOnly)
        {
            var key = new string?[read.Cube.Dimensions.Count];
            foreach (long id in KeyReader.Read(_connection, read))
            {
                if (key.Length > 0) key[0] = _words.TextOf(id);
                yield return new RollupRow(read.From, key, NoCell);
            }

            yield break;
        }

        using var reader = new RollupReader(_connection, _words, read);
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
