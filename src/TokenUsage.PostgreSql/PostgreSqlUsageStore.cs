using System.Runtime.CompilerServices;
using TokenUsage.PostgreSql.Rollups;
using TokenUsage.PostgreSql.Schema;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>Keeps records and rollups in PostgreSQL, for any number of processes at once.</summary>
internal sealed partial class PostgreSqlUsageStore(PostgreSqlStoreOptions options)
    : IUsageStore, IStoreMaintenance, IAsyncDisposable, IDisposable
{
    private const string Verb = nameof(PostgreSqlRegistration.UsePostgreSql);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private OpenStore? _open;

    /// <summary>Gets how many batches come between two merges. Tests merge sooner.</summary>
    public int MergeEvery { get; init; } = RollupMerge.Every;

    /// <summary>Gets what says which records of an erased user are old ones.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IReadOnlyList<UsageCube> Cubes => _open?.Cubes.Cubes ?? UsageCube.Standard;

    public string? JournalPath => JournalFolder.Of(options);

    /// <summary>Gets the database, once the store is open.</summary>
    internal Database Database => Open.Database;

    private OpenStore Open => _open ?? throw new InvalidOperationException(
        "The PostgreSQL store is not open. Call OpenAsync first; AddTokenMonitoring() does so at the host's start.");

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _open ??= await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        OpenStore open = Open;
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Count == 0) return new AppendResult { Inserted = [] };

        try
        {
            return await open.Writer.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreFaults.IsExpected(exception))
        {
            throw StoreFaults.ExplainAppend(exception, open.Database);
        }
    }

    public async ValueTask<IUsageSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        OpenStore open = Open;
        try
        {
            return await PostgreSqlSnapshot.OpenAsync(open.Replica, open.Cubes, open.Rollups, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreFaults.IsExpected(exception))
        {
            throw StoreFaults.Explain(exception, open.Replica, Verb);
        }
    }

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IUsageSnapshot snapshot = await OpenSnapshotAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        await foreach (RollupRow row in snapshot.ReadRollupsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    public async IAsyncEnumerable<UsageRecord> ReadRecordsAsync(
        RecordRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IUsageSnapshot snapshot = await OpenSnapshotAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        await foreach (UsageRecord record in snapshot.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is not { } open) return;
        await open.Database.DisposeAsync().ConfigureAwait(false);
        if (!ReferenceEquals(open.Replica, open.Database)) await open.Replica.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Does the same, and blocks until it is done. For containers that are disposed without await.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Merges the latest batches now.</summary>
    /// <returns><see langword="false"/> when another process is at it.</returns>
    internal Task<bool> MergeAsync(CancellationToken cancellationToken) =>
        Open.Writer.Merge.TryRunAsync(cancellationToken);

    private async Task<OpenStore> ConnectAsync(CancellationToken cancellationToken)
    {
        PostgreSqlStoreOptionsCheck.Require(options);
        Database database = Database.Connect(options.DataSource, options.ConnectionString, options.Schema, Verb);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.OpenTimeout);
        try
        {
            // Waited for beside the token: a server that accepts and then says nothing holds the driver up past it.
            return await PrepareAsync(database, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw StoreFaults.Explain(exception, database, Verb);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<OpenStore> PrepareAsync(Database database, CancellationToken cancellationToken)
    {
        await SchemaUpgrade.RunAsync(database, options.UpgradeSchema, cancellationToken).ConfigureAwait(false);
        await AccessCheck.RequireAsync(database, cancellationToken).ConfigureAwait(false);
        CubeList cubes = await CubeList.OpenAsync(database, options.Cubes, cancellationToken)
            .ConfigureAwait(false);
        Database replica = options.ReadConnectionString is { } text
            ? Database.Connect(null, text, options.Schema, Verb) : database;
        return new OpenStore(database, replica, cubes, _erased, MergeEvery);
    }

    // A cancellation that the caller did not ask for is the time limit of ours.
    private static bool IsFault(Exception exception, CancellationToken cancellationToken) =>
        StoreFaults.IsExpected(exception)
        || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
