using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Records;
using TokenUsage.Sqlite.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>The one connection that writes, with its statements. Used by one caller at a time.</summary>
internal sealed partial class StoreWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _dataVersion;
    private readonly Statement _nextVersion;
    private readonly WordWriter _words;
    private readonly RecordWords _recordWords;
    private readonly RecordInsert _records;
    private readonly RollupBatch _rollups;
    private readonly RollupMerge _merge;
    private long _seenDataVersion;

    public StoreWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        _dataVersion = new Statement(connection, "PRAGMA data_version");
        _nextVersion = new Statement(
            connection, "UPDATE store_info SET value = value + 1 WHERE name = 'version' RETURNING value");
        _words = new WordWriter(connection);
        _recordWords = new RecordWords(_words);
        _records = new RecordInsert(connection);
        _rollups = new RollupBatch(connection);
        _merge = new RollupMerge(connection);
    }

    public AppendResult Append(IReadOnlyList<UsageRecord> batch)
    {
        var inserted = new List<Guid>(batch.Count);
        var conflicting = new List<Guid>();
        _begin.Run();
        try
        {
            ForgetIfOthersWrote();
            for (int i = 0; i < batch.Count; i++) Append(batch[i], inserted, conflicting);
            if (inserted.Count > 0) WriteRollups();
            _commit.Run();
        }
        catch
        {
            RollBack();
            throw;
        }
        finally
        {
            _rollups.Clear();
        }

        return new AppendResult { Inserted = inserted, Conflicting = conflicting };
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _dataVersion.Dispose();
        _nextVersion.Dispose();
        _words.Dispose();
        _records.Dispose();
        _rollups.Dispose();
        _merge.Dispose();
        _connection.Dispose();
    }

    private static long ReadScalar(Statement statement)
    {
        long value = statement.Step() ? statement.Int64(0) : 0;
        while (statement.Step())
        {
        }

        return value;
    }

    private void WriteRollups()
    {
        long version = ReadScalar(_nextVersion);
        _rollups.Write(version);
        if (version % RollupMerge.Every == 0) _merge.Run();
    }

    private void Append(UsageRecord offered, List<Guid> inserted, List<Guid> conflicting)
    {
        try
        {
            UsageRecord record = RecordLimits.Apply(offered);
            long digest = RecordDigest.Of(record);
            _recordWords.Read(record);
            if (_records.TryInsert(record, digest, _recordWords))
            {
                _rollups.Add(record, _recordWords.Dimensions);
                inserted.Add(record.Id);
            }
            else if (_records.DigestOf(record.Id) != digest)
            {
                conflicting.Add(record.Id);
            }
        }
        catch (Exception exception) when (exception is OverflowException or NullReferenceException or ArgumentException)
        {
            throw new UsageStoreException(
                $"The record {offered?.Id} cannot be stored: {exception.Message}", isPermanent: true, exception);
        }
    }

    // Another process may have erased strings whose numbers this one remembers.
    private void ForgetIfOthersWrote()
    {
        long version = ReadScalar(_dataVersion);
        if (version != _seenDataVersion) _words.Forget();
        _seenDataVersion = version;
    }

    private void RollBack()
    {
        _words.Forget(); // numbers given since BEGIN are void
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }
}
