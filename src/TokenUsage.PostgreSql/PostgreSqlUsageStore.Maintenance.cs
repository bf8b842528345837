using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.PostgreSql.Upkeep;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

internal sealed partial class PostgreSqlUsageStore
{
    private readonly ErasedUsers _erased = new();

    public async ValueTask<RetentionReport> ApplyRetentionAsync(
        RetentionPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.RowsAtOnce, 1, nameof(plan));

        OpenStore open = Open;
        await open.Writer.Merge.TryRunAsync(cancellationToken).ConfigureAwait(false);
        NpgsqlConnection connection = await open.Database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        RetentionReport report = await new RetentionDelete(new Sql(open.Database, connection), open.Cubes, plan)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        open.Writer.Partitions.Forget();
        return report;
    }

    public async ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identities);

        OpenStore open = Open;
        long records = 0;
        await ChangeAsync(
            async sql =>
            {
                await sql.LockWritersOutAsync(cancellationToken).ConfigureAwait(false);
                await open.Writer.Merge.MergeAllAsync(sql.Connection, cancellationToken).ConfigureAwait(false);
                var eraser = new UserEraser(sql, open.Cubes, open.Keys);
                foreach (string identity in identities)
                {
                    string label = UserEraser.NewLabel();
                    _erased.Add(identity, Time.GetUtcNow(), label);
                    records += await eraser.EraseAsync(identity, label, cancellationToken).ConfigureAwait(false);
                }

                await sql.RaiseVersionAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return records;
    }

    public async ValueTask<StoreAudit> AuditAsync(CancellationToken cancellationToken)
    {
        OpenStore open = Open;
        PostgreSqlSnapshot snapshot = await PostgreSqlSnapshot
            .OpenAsync(open.Database, open.Cubes, open.Rollups, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        (DateTimeOffset first, DateTimeOffset end) = await snapshot.FindDaysAsync(cancellationToken)
            .ConfigureAwait(false);
        return await new SumAudit(snapshot, Cubes).RunAsync(first, end, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoreAudit> RepairAsync(CancellationToken cancellationToken)
    {
        OpenStore open = Open;
        await ChangeAsync(
            sql => new RollupRebuild(open.Database, sql, open.Cubes, open.Writer).RunAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return await AuditAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask BackUpAsync(string path, CancellationToken cancellationToken) => throw new UsageStoreException(
        "A PostgreSQL store is not copied into a file of its own. "
        + $"Run pg_dump --schema={Open.Database.Schema}, or back up the server.",
        isPermanent: true);

    private async Task ChangeAsync(Func<Sql, Task> change, CancellationToken cancellationToken)
    {
        Database database = Open.Database;
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable rollingBack = transaction.ConfigureAwait(false);
        await change(new Sql(database, connection)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
