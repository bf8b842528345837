using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite;
using TokenUsage.Sqlite.Records;
using TokenUsage.Storage;

namespace TokenUsage.Benchmarks;

/// <summary>The least that storing can cost: prepared inserts of rows that are worked out beforehand.</summary>
internal sealed class StorageRawInsert : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly (UsageRecord Record, long Digest, RecordWords Words)[][] _batches;
    private readonly WordWriter _words;
    private readonly RecordInsert _insert;

    public StorageRawInsert(SqliteConnection connection, UsageRecord[][] batches)
    {
        _connection = connection;
        Run("PRAGMA synchronous = FULL; " + ConnectionPool.WriterSettings);
        _words = new WordWriter(connection);
        _insert = new RecordInsert(connection);
        Run("BEGIN");
        _batches = [.. batches.Select(b => b.Select(Prepare).ToArray())];
        Run("COMMIT");
    }

    public void Run()
    {
        using var begin = new Statement(_connection, "BEGIN IMMEDIATE");
        using var commit = new Statement(_connection, "COMMIT");
        foreach ((UsageRecord Record, long Digest, RecordWords Words)[] batch in _batches)
        {
            begin.Run();
            foreach ((UsageRecord record, long digest, RecordWords words) in batch)
                _insert.TryInsert(record, digest, words);
            commit.Run();
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _words.Dispose();
    }

    private (UsageRecord Record, long Digest, RecordWords Words) Prepare(UsageRecord record)
    {
        var words = new RecordWords(_words);
        words.Read(record);
        return (record, RecordDigest.Of(record), words);
    }

    private void Run(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
