using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Upkeep;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

internal sealed partial class SqliteUsageStore
{
    private const int PagesAtOnce = 2_000; // 8 MiB given back to the disk after each call of retention

    private readonly ErasedUsers _erased = new();

    public async ValueTask<RetentionReport> ApplyRetentionAsync(
        RetentionPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.RowsAtOnce, 1, nameof(plan));

        await WriteAsync(writer => new RetentionDelete(writer, plan).MoveHorizon(), cancellationToken)
            .ConfigureAwait(false);
        long records = 0;
        long rollups = 0;
        bool isDone = false;
        while (!isDone && records + rollups < plan.MaxRows)
        {
            (long Records, long Rollups) step = default;
            await WriteAsync(writer => step = new RetentionDelete(writer, plan).Step(), cancellationToken)
                .ConfigureAwait(false);
            records += step.Records;
            rollups += step.Rollups;
            isDone = step is (0, 0);
        }

        if (records + rollups > 0)
        {
            await WriteAsync(
                writer => ConnectionPool.Run(writer.Connection, $"PRAGMA incremental_vacuum({PagesAtOnce})"),
                cancellationToken).ConfigureAwait(false);
        }

        return new RetentionReport { Records = records, Rollups = rollups, IsDone = isDone };
    }

    public async ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identities);

        long records = 0;
        await WriteAsync(
            writer =>
            {
                string label = UserEraser.NewLabel();
                foreach (string identity in identities) _erased.Add(identity, Time.GetUtcNow(), label);
                ConnectionPool.Run(writer.Connection, "PRAGMA secure_delete = ON");
                writer.Change(() => records = new UserEraser(writer.Connection).Erase(identities, label));
                writer.ForgetWords();
                ConnectionPool.Run(writer.Connection, "VACUUM"); // overwritten rows leave copies where pages were split
                EmptyLog(writer.Connection);
            },
            cancellationToken).ConfigureAwait(false);
        return records;
    }

    public async ValueTask<StoreAudit> AuditAsync(CancellationToken cancellationToken)
    {
        SqliteSnapshot snapshot = OpenSnapshot();
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        return await new SumAudit(snapshot, Cubes).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoreAudit> RepairAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(
            writer =>
            {
                new RollupRebuild(writer).Run(cancellationToken);
                _cubes!.Refresh(writer.Connection);
            },
            cancellationToken).ConfigureAwait(false);
        return await AuditAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask BackUpAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        ConnectionPool pool = Pool;
        SqliteConnection source = pool.RentReader();
        try
        {
            await Task.Run(() => DatabaseCopy.Write(source, path), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            pool.Return(source);
        }
    }

    /// <summary>Runs work on the one writing connection, when it is free, away from the caller's thread.</summary>
    internal async Task WriteAsync(Action<StoreWriter> work, CancellationToken cancellationToken)
    {
        _ = Pool;
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            StoreWriter writer = _writer ?? throw new ObjectDisposedException(nameof(SqliteUsageStore));
            await Task.Run(() => work(writer), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Opens a connection that reads one moment.</summary>
    internal SqliteSnapshot OpenReading() => OpenSnapshot();

    /// <summary>Writes the log into the database and empties it, so that nothing of what was deleted is left in it.</summary>
    internal static void EmptyLog(SqliteConnection connection)
    {
        using var checkpoint = new Statement(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        bool isDone = checkpoint.Step() && checkpoint.Int64(0) == 0;
        checkpoint.Reset();
        if (isDone) return;
        throw new UsageStoreException(
            "What was erased is still in the database's log: a reader holds on to it. Erase again when long queries "
            + "and other processes have let go, or raise SqliteStoreOptions.BusyTimeout.",
            isPermanent: false);
    }
}
