using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Leases;

/// <summary>The leases of the store's own database, which is there once the store is open.</summary>
internal sealed class StoreLeases(PostgreSqlUsageStore store) : ILeaseStore
{
    private PostgreSqlLeaseStore? _leases;

    public ValueTask<IAsyncDisposable?> TryAcquireAsync(
        string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        PostgreSqlLeaseStore? leases = Volatile.Read(ref _leases);
        if (leases is null)
        {
            var made = new PostgreSqlLeaseStore(store.Database);
            leases = Interlocked.CompareExchange(ref _leases, made, null) ?? made;
        }

        return leases.TryAcquireAsync(name, duration, cancellationToken);
    }
}
