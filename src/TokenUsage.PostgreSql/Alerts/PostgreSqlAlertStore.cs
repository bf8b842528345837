using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.Alerting;

namespace TokenUsage.PostgreSql.Alerts;

/// <summary>Keeps alerts and their messages where the records are, so that the processes of many machines agree.</summary>
internal sealed class PostgreSqlAlertStore(Func<Database> database) : IAlertStore
{
    public ValueTask<AlertEntry?> FindAsync(string fingerprint, CancellationToken cancellationToken) => RunAsync(
        connection => new AlertTables(connection, database()).FindAsync(fingerprint, cancellationToken),
        cancellationToken);

    public ValueTask<AlertEntry?> FindAsync(Guid id, CancellationToken cancellationToken) => RunAsync(
        connection => new AlertTables(connection, database()).FindAsync(id, cancellationToken), cancellationToken);

    public ValueTask<bool> TryChangeAsync(AlertChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);

        return CommitAsync(
            connection => new AlertTables(connection, database()).TryChangeAsync(change, cancellationToken),
            isKept => isKept, cancellationToken);
    }

    public ValueTask<IReadOnlyList<AlertEntry>> ReadAsync(AlertQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        return RunAsync(
            connection => new AlertTables(connection, database()).ReadAsync(query, cancellationToken),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<AlertDelivery>> ClaimAsync(
        string channel, string holder, DateTimeOffset now, TimeSpan lease, int most,
        CancellationToken cancellationToken) =>
        CommitAsync(
            connection => new OutboxTables(connection, database())
                .ClaimAsync(channel, holder, now, lease, most, cancellationToken),
            _ => true, cancellationToken);

    public async ValueTask CompleteAsync(
        string channel, string holder, IReadOnlyList<AlertDelivery> deliveries, DateTimeOffset? restUntil,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deliveries);

        await CommitAsync(
            async connection =>
            {
                await new OutboxTables(connection, database())
                    .CompleteAsync(channel, holder, deliveries, restUntil, cancellationToken).ConfigureAwait(false);
                return true;
            },
            isKept => isKept, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<AlertDelivery>> ReadDeliveriesAsync(
        AlertDeliveryState? state, int most, CancellationToken cancellationToken) => RunAsync(
            connection => new OutboxTables(connection, database()).ReadAsync(state, most, cancellationToken),
            cancellationToken);

    public async ValueTask AddSilenceAsync(AlertSilence silence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(silence);

        await RunAsync(
            async connection =>
            {
                await new AlertTables(connection, database()).InsertAsync(silence, cancellationToken)
                    .ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<AlertSilence>> ReadSilencesAsync(
        DateTimeOffset now, CancellationToken cancellationToken) => RunAsync(
            connection => new AlertTables(connection, database()).ReadSilencesAsync(now, cancellationToken),
            cancellationToken);

    public async ValueTask PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => await RunAsync(
        async connection =>
        {
            await new AlertTables(connection, database()).PruneAsync(before, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    private async ValueTask<T> RunAsync<T>(
        Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database().Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        return await work(connection).ConfigureAwait(false);
    }

    private ValueTask<T> CommitAsync<T>(
        Func<NpgsqlConnection, ValueTask<T>> work, Func<T, bool> isKept, CancellationToken cancellationToken) =>
        RunAsync(
            async connection =>
            {
                NpgsqlTransaction transaction =
                    await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using ConfiguredAsyncDisposable closing = transaction.ConfigureAwait(false);
                T answer = await work(connection).ConfigureAwait(false);
                if (isKept(answer)) await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return answer; // what is not kept is rolled back with its transaction
            },
            cancellationToken);
}
