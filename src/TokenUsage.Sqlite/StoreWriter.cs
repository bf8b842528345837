using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Records;
using TokenUsage.Sqlite.Rollups;
using TokenUsage.Sqlite.Upkeep;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>The one connection that writes, with its statements. Used by one caller at a time.</summary>
internal sealed partial class StoreWriter : IDisposable
{
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _dataVersion;
    private readonly Statement _nextVersion;
    private readonly Statement _recordsFrom;
    private readonly WordWriter _words;
    private readonly RecordWords _recordWords;
    private readonly OwnKeys _ownKeys;
    private readonly RecordInsert _records;
    private readonly RollupBatch _rollups;
    private readonly RollupMerge _merge;
    private readonly ErasedUsers _erased;
    private readonly int _mergeEvery;
    private long _seenDataVersion;

    public StoreWriter(SqliteConnection connection, StoreCubes cubes, ErasedUsers erased, int mergeEvery)
    {
        Connection = connection;
        _erased = erased;
        _mergeEvery = mergeEvery;
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        _dataVersion = new Statement(connection, "PRAGMA data_version");
        _nextVersion = new Statement(
            connection, "UPDATE store_info SET value = value + 1 WHERE name = 'version' RETURNING value");
        _recordsFrom = new Statement(connection, "SELECT value FROM store_info WHERE name = 'records_from'");
        _words = new WordWriter(connection);
        _recordWords = new RecordWords(_words);
        _ownKeys = new OwnKeys(connection, cubes, _words);
        _records = new RecordInsert(connection);
        _rollups = new RollupBatch(connection, cubes, _ownKeys);
        _merge = new RollupMerge(connection, cubes);
    }

    public SqliteConnection Connection { get; }

    public AppendResult Append(IReadOnlyList<UsageRecord> batch)
    {
        var outcome = new AppendOutcome(batch.Count);
        Transact(() =>
        {
            long recordsFrom = ReadScalar(_recordsFrom);
            for (int i = 0; i < batch.Count; i++) Append(batch[i], recordsFrom, outcome);
            if (outcome.Inserted.Count == 0) return;

            WriteBatch();
        });
        return outcome.ToResult();
    }

    /// <summary>Runs a change all or nothing, and makes readers see another version.</summary>
    public void Change(Action change) => Transact(() =>
    {
        change();
        ReadScalar(_nextVersion);
    });

    /// <summary>Adds the latest batches to the quarter-hours and days now. Inside a change.</summary>
    public void Merge() => _merge.Run();

    /// <summary>Counts a record that is stored already once more into rollups that were emptied. Inside a change.</summary>
    public void AddToRollups(UsageRecord record)
    {
        _recordWords.Read(record);
        _rollups.Add(record, _recordWords);
    }

    /// <summary>Writes what <see cref="AddToRollups"/> has added.</summary>
    public void WriteRollups()
    {
        _rollups.Write(ReadScalar(_nextVersion));
        _rollups.Clear();
        _merge.Run();
    }

    /// <summary>Forgets the numbers of words: they mean something else now.</summary>
    public void ForgetWords()
    {
        _words.Forget();
        _ownKeys.Forget();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _dataVersion.Dispose();
        _nextVersion.Dispose();
        _recordsFrom.Dispose();
        _words.Dispose();
        _ownKeys.Dispose();
        _records.Dispose();
        _rollups.Dispose();
        _merge.Dispose();
        Connection.Dispose();
    }

    private static long ReadScalar(Statement statement)
    {
        long value = statement.Step() ? statement.Int64(0) : 0;
        while (statement.Step())
        {
        }

        return value;
    }

    private void WriteBatch()
    {
        long version = ReadScalar(_nextVersion);
        _rollups.Write(version);
        if (version % _mergeEvery == 0) _merge.Run();
    }

    private void Transact(Action change)
    {
        _begin.Run();
        try
        {
            ForgetIfOthersWrote();
            change();
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
    }

    private void Append(UsageRecord offered, long recordsFrom, AppendOutcome outcome)
    {
        try
        {
            UsageRecord record = _erased.Hide(RecordLimits.Apply(offered));
            if (record.StartedAt.UtcTicks < recordsFrom)
            {
                outcome.TooOld.Add(record.Id);
                return;
            }

            long digest = RecordDigest.Of(record);
            _recordWords.Read(record);
            if (_records.TryInsert(record, digest, _recordWords))
            {
                _rollups.Add(record, _recordWords);
                outcome.Inserted.Add(record.Id);
            }
            else if (_records.DigestOf(record.Id) is { } known && known != digest && known != UserEraser.NoDigest)
            {
                outcome.Conflicting.Add(record.Id);
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
        if (version != _seenDataVersion) ForgetWords();
        _seenDataVersion = version;
    }

    private void RollBack()
    {
        ForgetWords(); // numbers given since BEGIN are void
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
