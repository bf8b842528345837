using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Rollups;
using TokenUsage.Sqlite.Schema;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>Keeps records and rollups in one SQLite file.</summary>
internal sealed partial class SqliteUsageStore(SqliteStoreOptions options)
    : IUsageStore, IStoreMaintenance, IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly WordCache _words = new();
    private ConnectionPool? _pool;
    private StoreWriter? _writer;
    private StoreCubes? _cubes;

    /// <summary>Gets how many batches come between two merges. Tests merge sooner.</summary>
    public int MergeEvery { get; init; } = RollupMerge.Every;

    /// <summary>Gets what says which records of an erased user are old ones.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IReadOnlyList<UsageCube> Cubes => _cubes?.All ?? UsageCube.Standard;

    public string? JournalPath => DatabaseFile.TryLocate(options)?.Path is { } path ? path + ".journal" : null;

    private ConnectionPool Pool => _pool ?? throw new InvalidOperationException(
        "The SQLite store is not open. Call OpenAsync first; AddTokenMonitoring() does so at the host's start.");

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_writer is null) Open();
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        _ = Pool;
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_writer is null, this);
            return batch.Count == 0 ? new AppendResult { Inserted = [] } : _writer.Append(batch);
        }
        finally
        {
            _writing.Release();
        }
    }

    public ValueTask<IUsageSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(OpenSnapshot());
    }

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SqliteSnapshot snapshot = OpenSnapshot();
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        await foreach (RollupRow row in snapshot.ReadRollupsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    public async IAsyncEnumerable<UsageRecord> ReadRecordsAsync(
        RecordRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SqliteSnapshot snapshot = OpenSnapshot();
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        await foreach (UsageRecord record in snapshot.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    public void Dispose()
    {
        _pool?.Dispose();
        _writer?.Dispose();
        _writer = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false); // a batch under way is committed first
        try
        {
            Dispose();
        }
        finally
        {
            _writing.Release();
        }
    }

    private SqliteSnapshot OpenSnapshot()
    {
        ConnectionPool pool = Pool;
        return new SqliteSnapshot(pool, _words, _cubes!);
    }

    private void Open()
    {
        SqliteStoreOptionsCheck.Require(options);
        DatabaseFile file = DatabaseFile.Locate(options);
        file.Prepare();
        var pool = new ConnectionPool(file, options);
        try
        {
            SqliteConnection connection = pool.OpenWriter();
            NativeVersion.Require(connection);
            ConnectionPool.Run(connection, "PRAGMA auto_vacuum = INCREMENTAL"); // heeded while the file is empty
            SchemaUpgrade.Run(connection, file.Path);
            ConnectionPool.Run(connection, "PRAGMA journal_mode = WAL");
            _cubes = StoreCubes.Open(connection, options.Cubes);
            _writer = new StoreWriter(connection, _cubes, _erased, MergeEvery);
            _pool = pool;
        }
        catch (SqliteException exception)
        {
            pool.Dispose();
            throw file.Explain(exception);
        }
    }
}
