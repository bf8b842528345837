using System.Text.Json;
using Npgsql;
using TokenUsage.Alerting;

namespace TokenUsage.PostgreSql.Alerts;

/// <summary>Reads and writes alerts and silences, inside the caller's transaction.</summary>
internal sealed class AlertTables(NpgsqlConnection connection, Database database)
{
    public async ValueTask<AlertEntry?> FindAsync(string fingerprint, CancellationToken cancellationToken) =>
        (await Sql("SELECT body FROM $schema$.alert WHERE fingerprint = $1 AND is_latest").WithText(fingerprint)
            .ReadAsync(ReadEntry, cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    public async ValueTask<AlertEntry?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await Sql("SELECT body FROM $schema$.alert WHERE id = $1").With(id)
            .ReadAsync(ReadEntry, cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    public async ValueTask<IReadOnlyList<AlertEntry>> ReadAsync(
        AlertQuery query, CancellationToken cancellationToken) =>
        await Sql(
            """
            SELECT body FROM $schema$.alert
            WHERE severity >= $1 AND ($2::text IS NULL OR rule = $2) AND ($3::text IS NULL OR subject = $3)
                AND raised_at >= $4 AND raised_at < $5 AND (cardinality($6::smallint[]) = 0 OR state = ANY ($6))
            ORDER BY sequence DESC LIMIT $7
            """)
            .With((short)query.MinSeverity).WithText(query.Rule).WithText(query.Subject)
            .With(query.From?.UtcTicks ?? 0).With(query.To?.UtcTicks ?? long.MaxValue)
            .With(query.States.Select(state => (short)state).ToArray()).With(query.Limit)
            .ReadAsync(ReadEntry, cancellationToken).ConfigureAwait(false);

    /// <summary>Writes a change if the fingerprint still has the version before it.</summary>
    public async ValueTask<bool> TryChangeAsync(AlertChange change, CancellationToken cancellationToken)
    {
        AlertEntry entry = change.Entry;

        // The row is locked: who writes the same step at once waits here, and then finds the version gone.
        AlertEntry? latest = (await Sql(
            "SELECT body FROM $schema$.alert WHERE fingerprint = $1 AND is_latest FOR UPDATE")
            .WithText(entry.Alert.Fingerprint).ReadAsync(ReadEntry, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault();
        if ((latest?.Version ?? 0) != entry.Version - 1) return false;

        bool isSame = latest?.Alert.Id == entry.Alert.Id;
        if (latest is not null && !isSame) await RetireAsync(latest, cancellationToken).ConfigureAwait(false);
        bool isWritten = isSame
            ? await UpdateAsync(entry, cancellationToken).ConfigureAwait(false)
            : await InsertAsync(entry, cancellationToken).ConfigureAwait(false);
        if (!isWritten) return false;

        foreach (AlertDelivery delivery in change.Deliveries)
            await InsertAsync(delivery, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask InsertAsync(AlertSilence silence, CancellationToken cancellationToken) => await Sql(
        """
        INSERT INTO $schema$.alert_silence VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at, body = excluded.body
        """)
        .With(silence.Id).With(silence.Until.UtcTicks)
        .With(JsonSerializer.Serialize(silence, AlertJsonContext.Default.AlertSilence))
        .RunAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<AlertSilence>> ReadSilencesAsync(
        DateTimeOffset now, CancellationToken cancellationToken) =>
        await Sql("SELECT body FROM $schema$.alert_silence WHERE ends_at > $1").With(now.UtcTicks)
            .ReadAsync(
                row => JsonSerializer.Deserialize(row.GetString(0), AlertJsonContext.Default.AlertSilence)!,
                cancellationToken)
            .ConfigureAwait(false);

    public async ValueTask PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        string[] deletes =
        [
            $"""
            DELETE FROM $schema$.alert WHERE ended_at < $1
                AND NOT (is_latest AND NOT is_calm AND state = {(int)AlertState.Dismissed})
            """,
            "DELETE FROM $schema$.alert_delivery WHERE ended_at < $1",
            "DELETE FROM $schema$.alert_silence WHERE ends_at < $1",
        ];
        foreach (string delete in deletes)
            await Sql(delete).With(before.UtcTicks).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static AlertEntry ReadEntry(NpgsqlDataReader row) =>
        JsonSerializer.Deserialize(row.GetString(0), AlertJsonContext.Default.AlertEntry)!;

    private AlertCommand Sql(string text) => new(connection, database.Sql(text));

    // By its id, which is locked: by the fingerprint it could be what another has written since.
    private async ValueTask RetireAsync(AlertEntry older, CancellationToken cancellationToken) =>
        await Sql("UPDATE $schema$.alert SET is_latest = false WHERE id = $1").With(older.Alert.Id)
            .RunAsync(cancellationToken).ConfigureAwait(false);

    private async ValueTask<bool> InsertAsync(AlertEntry entry, CancellationToken cancellationToken)
    {
        Alert alert = entry.Alert;

        // The first of a fingerprint finds no row to lock: of several, the index lets one in.
        return await Changing(Sql(
            """
            INSERT INTO $schema$.alert (version, severity, state, is_calm, ended_at, body, id, fingerprint, is_latest,
                rule, subject, raised_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true, $9, $10, $11)
            ON CONFLICT (fingerprint) WHERE is_latest DO NOTHING
            """), entry)
            .With(alert.Id).WithText(alert.Fingerprint).WithText(alert.Rule).WithText(alert.Subject)
            .With(alert.RaisedAt.UtcTicks).RunAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    private async ValueTask<bool> UpdateAsync(AlertEntry entry, CancellationToken cancellationToken) =>
        await Changing(Sql(
            """
            UPDATE $schema$.alert
            SET version = $1, severity = $2, state = $3, is_calm = $4, ended_at = $5, body = $6 WHERE id = $7
            """), entry).With(entry.Alert.Id).RunAsync(cancellationToken).ConfigureAwait(false) == 1;

    private static AlertCommand Changing(AlertCommand command, AlertEntry entry) => command
        .With(entry.Version).With((short)entry.Alert.Severity).With((short)entry.Alert.State)
        .With(entry.CalmSince is not null).WithTicks(entry.Alert.EndedAt)
        .With(JsonSerializer.Serialize(entry, AlertJsonContext.Default.AlertEntry));

    private async ValueTask InsertAsync(AlertDelivery delivery, CancellationToken cancellationToken) => await Sql(
        """
        INSERT INTO $schema$.alert_delivery (id, channel, state, due_at, ended_at, body)
        VALUES ($1, $2, $3, $4, $5, $6)
        """)
        .With(delivery.Id).WithText(delivery.Channel).With((short)delivery.State).With(delivery.DueAt.UtcTicks)
        .WithTicks(delivery.EndedAt)
        .With(JsonSerializer.Serialize(delivery, AlertJsonContext.Default.AlertDelivery))
        .RunAsync(cancellationToken).ConfigureAwait(false);
}
