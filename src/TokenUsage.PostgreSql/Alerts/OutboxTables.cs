using System.Text.Json;
using Npgsql;

namespace TokenUsage.PostgreSql.Alerts;

/// <summary>Hands out messages and takes back what became of them, inside the caller's transaction.</summary>
internal sealed class OutboxTables(NpgsqlConnection connection, Database database)
{
    public async ValueTask<IReadOnlyList<AlertDelivery>> ClaimAsync(
        string channel, string holder, DateTimeOffset now, TimeSpan lease, int most,
        CancellationToken cancellationToken)
    {
        if (!await IsFreeAsync(channel, holder, now, cancellationToken).ConfigureAwait(false)) return [];

        List<AlertDelivery> due = await Sql(
            """
            SELECT body, sequence FROM $schema$.alert_delivery WHERE channel = $1 AND state = 0 AND due_at <= $2
            ORDER BY due_at, sequence LIMIT $3
            """)
            .WithText(channel).With(now.UtcTicks).With(most)
            .ReadAsync(ReadDelivery, cancellationToken).ConfigureAwait(false);
        if (due.Count == 0) return due;

        await Sql("UPDATE $schema$.alert_channel SET holder = $2, held_until = $3, rests_until = 0 WHERE name = $1")
            .WithText(channel).WithText(holder).With((now + lease).UtcTicks)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        return due;
    }

    public async ValueTask CompleteAsync(
        string channel, string holder, IReadOnlyList<AlertDelivery> deliveries, DateTimeOffset? restUntil,
        CancellationToken cancellationToken)
    {
        foreach (AlertDelivery delivery in deliveries)
        {
            await Sql("UPDATE $schema$.alert_delivery SET state = $1, ended_at = $2, body = $3 WHERE id = $4")
                .With((short)delivery.State).WithTicks(delivery.EndedAt)
                .With(JsonSerializer.Serialize(delivery, AlertJsonContext.Default.AlertDelivery)).With(delivery.Id)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }

        await Sql(
            "UPDATE $schema$.alert_channel SET held_until = 0, rests_until = $3 WHERE name = $1 AND holder = $2")
            .WithText(channel).WithText(holder).With(restUntil?.UtcTicks ?? 0)
            .RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<AlertDelivery>> ReadAsync(
        AlertDeliveryState? state, int most, CancellationToken cancellationToken) =>
        await Sql(
            """
            SELECT body, sequence FROM $schema$.alert_delivery WHERE $1 < 0 OR state = $1
            ORDER BY sequence DESC LIMIT $2
            """)
            .With((short)(state is { } known ? (int)known : -1)).With(most)
            .ReadAsync(ReadDelivery, cancellationToken).ConfigureAwait(false);

    private static AlertDelivery ReadDelivery(NpgsqlDataReader row)
    {
        AlertDelivery delivery =
            JsonSerializer.Deserialize(row.GetString(0), AlertJsonContext.Default.AlertDelivery)!;
        return delivery with { Sequence = row.GetInt64(1) };
    }

    // Locked until the transaction ends: two who ask at once are answered one after the other.
    private async ValueTask<bool> IsFreeAsync(
        string channel, string holder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await Sql("INSERT INTO $schema$.alert_channel VALUES ($1, '', 0, 0) ON CONFLICT (name) DO NOTHING")
            .WithText(channel).RunAsync(cancellationToken).ConfigureAwait(false);
        List<bool> free = await Sql(
            """
            SELECT (holder = $2 OR held_until <= $3) AND rests_until <= $3
            FROM $schema$.alert_channel WHERE name = $1 FOR UPDATE
            """)
            .WithText(channel).WithText(holder).With(now.UtcTicks)
            .ReadAsync(row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
        return free is [true];
    }

    private AlertCommand Sql(string text) => new(connection, database.Sql(text));
}
