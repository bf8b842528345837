using Microsoft.Data.Sqlite;
using TokenUsage.Alerting;

namespace TokenUsage.Sqlite.Alerts;

/// <summary>Keeps alerts and their messages in a file that the processes of one host share.</summary>
/// <remarks>One connection and one lock: alerts are few, and an immediate transaction is what makes replicas agree.</remarks>
internal sealed class SqliteAlertStore(AlertFile file) : IAlertStore, IDisposable
{
    private readonly Lock _lock = new();
    private SqliteConnection? _connection;

    public ValueTask<AlertEntry?> FindAsync(string fingerprint, CancellationToken cancellationToken) =>
        Read(connection => new AlertTables(connection).Find(fingerprint), cancellationToken);

    public ValueTask<AlertEntry?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Read(connection => new AlertTables(connection).Find(id), cancellationToken);

    public ValueTask<bool> TryChangeAsync(AlertChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);

        return Write(connection => new AlertTables(connection).TryChange(change), cancellationToken);
    }

    public ValueTask<IReadOnlyList<AlertEntry>> ReadAsync(AlertQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return Read(connection => new AlertTables(connection).Read(query), cancellationToken);
    }

    public ValueTask<IReadOnlyList<AlertDelivery>> ClaimAsync(
        string channel, string holder, DateTimeOffset now, TimeSpan lease, int most,
        CancellationToken cancellationToken) =>
        Write(connection => new OutboxTables(connection).Claim(channel, holder, now, lease, most), cancellationToken);

    public async ValueTask CompleteAsync(
        string channel, string holder, IReadOnlyList<AlertDelivery> deliveries, DateTimeOffset? restUntil,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deliveries);

        await WriteAsync(
            connection => new OutboxTables(connection).Complete(channel, holder, deliveries, restUntil),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<AlertDelivery>> ReadDeliveriesAsync(
        AlertDeliveryState? state, int most, CancellationToken cancellationToken) =>
        Read(connection => new OutboxTables(connection).Read(state, most), cancellationToken);

    public ValueTask AddSilenceAsync(AlertSilence silence, CancellationToken cancellationToken) =>
        WriteAsync(connection => new AlertTables(connection).Insert(silence), cancellationToken);

    public ValueTask<IReadOnlyList<AlertSilence>> ReadSilencesAsync(
        DateTimeOffset now, CancellationToken cancellationToken) =>
        Read(connection => new AlertTables(connection).ReadSilences(now), cancellationToken);

    public ValueTask PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        WriteAsync(connection => new AlertTables(connection).Prune(before), cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            _connection?.Dispose();
            _connection = null;
        }
    }

    private ValueTask<T> Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock) return ValueTask.FromResult(read(Open()));
    }

    private async ValueTask WriteAsync(Action<SqliteConnection> write, CancellationToken cancellationToken) =>
        await Write(
            connection =>
            {
                write(connection);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    private ValueTask<T> Write<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            SqliteConnection connection = Open();
            ConnectionPool.Run(connection, "BEGIN IMMEDIATE");
            try
            {
                T answer = write(connection);
                ConnectionPool.Run(connection, "COMMIT");
                return ValueTask.FromResult(answer);
            }
            catch
            {
                ConnectionPool.Run(connection, "ROLLBACK");
                throw;
            }
        }
    }

    private SqliteConnection Open() => _connection ??= file.Open();
}
