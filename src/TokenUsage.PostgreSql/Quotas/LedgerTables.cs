using System.Runtime.CompilerServices;
using TokenUsage.PostgreSql.Schema;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>Sees to it that the tables are there before the first step, once for all callers.</summary>
/// <remarks>
/// Not on the caller's own time: one that gives up after 50 ms must not end what the next one needs. With a connection of
/// its own, since creating tables takes longer than the ledger lets a statement run.
/// </remarks>
internal sealed class LedgerTables(PostgreSqlQuotaOptions options)
{
    private readonly Lock _gate = new();
    private Task? _made;

    public ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        Task? made = Volatile.Read(ref _made);
        return made is { IsCompletedSuccessfully: true }
            ? default : new ValueTask(Begin().WaitAsync(cancellationToken));
    }

    private Task Begin()
    {
        lock (_gate)
        {
            if (_made is null or { IsFaulted: true } or { IsCanceled: true }) _made = Task.Run(MakeAsync);
            return _made;
        }
    }

    private async Task MakeAsync()
    {
        Database database = Database.Connect(
            options.DataSource,
            options.ConnectionString,
            options.Schema,
            nameof(PostgreSqlRegistration.UsePostgreSqlQuotas));
        await using ConfiguredAsyncDisposable closing = database.ConfigureAwait(false);
        try
        {
            await SchemaUpgrade.RunAsync(database, options.UpgradeSchema, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreFaults.IsExpected(exception))
        {
            throw StoreFaults.Explain(exception, database, nameof(PostgreSqlRegistration.UsePostgreSqlQuotas));
        }
    }
}
