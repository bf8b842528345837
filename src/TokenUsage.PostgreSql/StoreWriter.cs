using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Rollups;
using TokenUsage.PostgreSql.Upkeep;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>Writes batches, each in one transaction. Safe for concurrent use: every batch has a connection to itself.</summary>
internal sealed class StoreWriter(Database database, CubeList cubes, KeyTable keys, ErasedUsers erased, int mergeEvery)
{
    private const int MostAttempts = 5;

    private readonly DayPartitions _partitions = new(database);
    private readonly RecordInsert _records = new(database);
    private readonly string _insertTail = RollupBatch.InsertInto(database);
    private int _batchesSinceMerge;

    /// <summary>Gets what makes and forgets partitions.</summary>
    public DayPartitions Partitions => _partitions;

    /// <summary>Gets the statement that adds a batch's sums.</summary>
    public string InsertTail => _insertTail;

    /// <summary>Gets what moves the latest batches' rollups to the others.</summary>
    public RollupMerge Merge { get; } = new(database, cubes, keys);

    public async Task<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        var conflicting = new List<Guid>();
        var tooOld = new List<Guid>();
        StoredRecord[] records = Prepare(batch, conflicting);
        await _partitions.EnsureAsync(records, cancellationToken).ConfigureAwait(false);
        await MergeWhenDueAsync(cancellationToken).ConfigureAwait(false);
        HashSet<Guid> inserted = await RetryAsync(records, conflicting, tooOld, cancellationToken)
            .ConfigureAwait(false);
        return new AppendResult
        {
            Inserted = [.. batch.Select(r => r.Id).Where(inserted.Remove)],
            Conflicting = conflicting,
            TooOld = tooOld,
        };
    }

    // Each id once, in one order for all writers.
    private StoredRecord[] Prepare(IReadOnlyList<UsageRecord> batch, List<Guid> conflicting)
    {
        var records = new Dictionary<Guid, StoredRecord>(batch.Count);
        foreach (UsageRecord offered in batch)
        {
            StoredRecord record = Prepare(offered);
            if (records.TryAdd(record.Record.Id, record)) continue;
            if (records[record.Record.Id].Digest != record.Digest) conflicting.Add(record.Record.Id);
        }

        StoredRecord[] sorted = [.. records.Values];
        Array.Sort(sorted, static (a, b) =>
        {
            int byDay = a.Day.CompareTo(b.Day);
            return byDay != 0 ? byDay : a.Record.Id.CompareTo(b.Record.Id);
        });
        return sorted;
    }

    private StoredRecord Prepare(UsageRecord offered)
    {
        try
        {
            return new StoredRecord(erased.Hide(RecordLimits.Apply(offered)));
        }
        catch (Exception exception) when (exception is NullReferenceException or ArgumentException)
        {
            throw new UsageStoreException(
                $"The record {offered?.Id} cannot be stored: {exception.Message}", isPermanent: true, exception);
        }
    }

    private async Task<HashSet<Guid>> RetryAsync(
        StoredRecord[] records, List<Guid> conflicting, List<Guid> tooOld, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await InsertAsync(records, conflicting, tooOld, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (PostgresException exception) when (attempt < MostAttempts && StoreFaults.IsCollision(exception))
            {
                // Rolled back whole, so the same batch can be sent again.
            }
        }
    }

    private async Task<HashSet<Guid>> InsertAsync(
        StoredRecord[] records, List<Guid> conflicting, List<Guid> tooOld, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable rollingBack = transaction.ConfigureAwait(false);

        // While the server inserts, the sums are made as if all records were new. They nearly always are.
        Task<HashSet<Guid>> inserting = _records.RunAsync(connection, records, cancellationToken);
        (RollupBatch? rollups, UsageStoreException? fault) = Sum(records);
        HashSet<Guid> inserted = await inserting.ConfigureAwait(false);
        if (fault is not null) throw fault;

        Guid[] conflicts = [];
        Guid[] expired = [];
        if (inserted.Count < records.Length)
        {
            StoredRecord[] known = [.. records.Where(r => !inserted.Contains(r.Record.Id))];
            Dictionary<Guid, long> digests = await _records.ReadDigestsAsync(connection, known, cancellationToken)
                .ConfigureAwait(false);
            conflicts =
            [
                .. known.Where(r => digests.GetValueOrDefault(r.Record.Id) is not UserEraser.NoDigest and var digest
                    && digest != r.Digest).Select(r => r.Record.Id),
            ];
            expired = [.. known.Select(r => r.Record.Id).Where(id => !digests.ContainsKey(id))];
            (rollups, _) = Sum(records.Where(r => inserted.Contains(r.Record.Id)));
        }

        if (inserted.Count > 0)
        {
            await rollups!.WriteAsync(connection, _insertTail, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        conflicting.AddRange(conflicts);
        tooOld.AddRange(expired);
        return inserted;
    }

    private (RollupBatch? Rollups, UsageStoreException? Fault) Sum(IEnumerable<StoredRecord> records)
    {
        var rollups = new RollupBatch(cubes);
        foreach (StoredRecord record in records)
        {
            try
            {
                rollups.Add(record.Record);
            }
            catch (OverflowException exception)
            {
                return (null, new UsageStoreException(
                    $"The record {record.Record.Id} cannot be stored: {exception.Message}",
                    isPermanent: true,
                    exception));
            }
        }

        return (rollups, null);
    }

    // Readers add what is not merged, so that a merge that fails costs time and no figure.
    private async ValueTask MergeWhenDueAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _batchesSinceMerge) < mergeEvery) return;
        Interlocked.Exchange(ref _batchesSinceMerge, 0);
        try
        {
            await Merge.TryRunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PostgresException or InvalidDataException or OverflowException)
        {
            // Tried again with a later batch.
        }
    }
}
