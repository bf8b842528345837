using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Leases;

/// <summary>Leases as rows, by the server's clock: a process whose own clock is wrong holds none for longer.</summary>
/// <remarks>
/// Rows and not advisory locks: those need a connection that stays open, and end unseen when it is lost.
/// </remarks>
internal sealed class PostgreSqlLeaseStore(Database database) : ILeaseStore
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Guid _holder = new(RandomNumberGenerator.GetBytes(16));
    private readonly string _take = database.Sql(
        """
        INSERT INTO $schema$.store_lease AS l (name, holder, term, due_us)
        VALUES ($1, $2, 1, $schema$.quota_now() + $3)
        ON CONFLICT (name) DO UPDATE SET
            holder = excluded.holder,
            due_us = excluded.due_us,
            term = CASE WHEN l.holder = excluded.holder AND l.due_us > $schema$.quota_now()
                THEN l.term ELSE l.term + 1 END
        WHERE l.holder = excluded.holder OR l.due_us <= $schema$.quota_now()
        RETURNING term
        """);

    private readonly string _release = database.Sql(
        "UPDATE $schema$.store_lease SET due_us = 0 WHERE name = $1 AND holder = $2 AND term = $3");

    public async ValueTask<IAsyncDisposable?> TryAcquireAsync(
        string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, Shortest);

        NpgsqlCommand command = database.Source.CreateCommand(_take);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, name);
        DimensionSql.Add(command.Parameters, _holder);
        DimensionSql.Add(command.Parameters, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        object? term = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return term is long taken ? new Lease(this, name, taken) : null;
    }

    // By its term: who was paused past its lease releases nothing of its successor's.
    private async ValueTask ReleaseAsync(string name, long term)
    {
        try
        {
            NpgsqlCommand command = database.Source.CreateCommand(_release);
            await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
            DimensionSql.Add(command.Parameters, name);
            DimensionSql.Add(command.Parameters, _holder);
            DimensionSql.Add(command.Parameters, term);
            await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreFaults.IsExpected(exception) || exception is ObjectDisposedException)
        {
            // It ends by itself.
        }
    }

    private sealed class Lease(PostgreSqlLeaseStore store, string name, long term) : IAsyncDisposable
    {
        private int _isReleased;

        public ValueTask DisposeAsync() =>
            Interlocked.Exchange(ref _isReleased, 1) == 0 ? store.ReleaseAsync(name, term) : default;
    }
}
