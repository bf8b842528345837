using System.Text.Json;
using Microsoft.Data.Sqlite;
using TokenUsage.Alerting;

namespace TokenUsage.Sqlite.Alerts;

/// <summary>Reads and writes the tables of alerts, inside the caller's transaction.</summary>
internal sealed class AlertTables(SqliteConnection connection)
{
    public AlertEntry? Find(string fingerprint)
    {
        using var find = new Statement(connection, "SELECT body FROM alert WHERE fingerprint = ? AND is_latest = 1");
        find.Bind(0, fingerprint);
        return find.Step() ? ReadEntry(find) : null;
    }

    public AlertEntry? Find(Guid id)
    {
        using var find = new Statement(connection, "SELECT body FROM alert WHERE id = ?");
        find.Bind(0, id);
        return find.Step() ? ReadEntry(find) : null;
    }

    /// <summary>Writes a change if the fingerprint still has the version before it.</summary>
    public bool TryChange(AlertChange change)
    {
        AlertEntry entry = change.Entry;
        AlertEntry? latest = Find(entry.Alert.Fingerprint);
        if ((latest?.Version ?? 0) != entry.Version - 1) return false;

        if (latest?.Alert.Id == entry.Alert.Id) Update(entry);
        else Insert(entry);
        foreach (AlertDelivery delivery in change.Deliveries) Insert(delivery);
        return true;
    }

    public IReadOnlyList<AlertEntry> Read(AlertQuery query)
    {
        string states = query.States.Count == 0
            ? "" : $" AND state IN ({string.Join(", ", query.States.Select(state => (int)state))})";
        using var read = new Statement(
            connection,
            $"""
            SELECT body FROM alert
            WHERE severity >= ? AND (? IS NULL OR rule = ?) AND (? IS NULL OR subject = ?)
                AND raised_at >= ? AND raised_at < ?{states}
            ORDER BY sequence DESC LIMIT ?
            """);
        read.Bind(0, (long)query.MinSeverity);
        read.Bind(1, query.Rule);
        read.Bind(2, query.Rule);
        read.Bind(3, query.Subject);
        read.Bind(4, query.Subject);
        read.Bind(5, query.From?.UtcTicks ?? 0);
        read.Bind(6, query.To?.UtcTicks ?? long.MaxValue);
        read.Bind(7, (long)query.Limit);
        List<AlertEntry> entries = [];
        while (read.Step()) entries.Add(ReadEntry(read));
        return entries;
    }

    public void Insert(AlertSilence silence)
    {
        using var insert = new Statement(connection, "INSERT OR REPLACE INTO alert_silence VALUES (?, ?, ?)");
        insert.Bind(0, silence.Id);
        insert.Bind(1, silence.Until.UtcTicks);
        insert.Bind(2, JsonSerializer.Serialize(silence, AlertJsonContext.Default.AlertSilence));
        insert.Run();
    }

    public IReadOnlyList<AlertSilence> ReadSilences(DateTimeOffset now)
    {
        using var read = new Statement(connection, "SELECT body FROM alert_silence WHERE ends_at > ?");
        read.Bind(0, now.UtcTicks);
        List<AlertSilence> silences = [];
        while (read.Step())
            silences.Add(JsonSerializer.Deserialize(read.Text(0)!, AlertJsonContext.Default.AlertSilence)!);
        return silences;
    }

    public void Prune(DateTimeOffset before)
    {
        long ticks = before.UtcTicks;
        Delete(
            $"""
            DELETE FROM alert WHERE ended_at < ?
                AND NOT (is_latest = 1 AND is_calm = 0 AND state = {(int)AlertState.Dismissed})
            """,
            ticks);
        Delete("DELETE FROM alert_delivery WHERE ended_at < ?", ticks);
        Delete("DELETE FROM alert_silence WHERE ends_at < ?", ticks);
    }

    private void Delete(string sql, long ticks)
    {
        using var delete = new Statement(connection, sql);
        delete.Bind(0, ticks);
        delete.Run();
    }

    private void Insert(AlertEntry entry)
    {
        using (var older = new Statement(
            connection, "UPDATE alert SET is_latest = 0 WHERE fingerprint = ? AND is_latest = 1"))
        {
            older.Bind(0, entry.Alert.Fingerprint);
            older.Run();
        }

        using var insert = new Statement(
            connection,
            """
            INSERT INTO alert (version, severity, state, is_calm, ended_at, body, id, fingerprint, is_latest, rule, subject,
                raised_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
            """);
        BindChanging(insert, entry);
        insert.Bind(6, entry.Alert.Id);
        insert.Bind(7, entry.Alert.Fingerprint);
        insert.Bind(8, entry.Alert.Rule);
        insert.Bind(9, entry.Alert.Subject);
        insert.Bind(10, entry.Alert.RaisedAt.UtcTicks);
        insert.Run();
    }

    private void Update(AlertEntry entry)
    {
        using var update = new Statement(
            connection,
            "UPDATE alert SET version = ?, severity = ?, state = ?, is_calm = ?, ended_at = ?, body = ? WHERE id = ?");
        BindChanging(update, entry);
        update.Bind(6, entry.Alert.Id);
        update.Run();
    }

    private static void BindChanging(Statement statement, AlertEntry entry)
    {
        statement.Bind(0, entry.Version);
        statement.Bind(1, (long)entry.Alert.Severity);
        statement.Bind(2, (long)entry.Alert.State);
        statement.Bind(3, entry.CalmSince is null ? 0L : 1L);
        statement.Bind(4, entry.Alert.EndedAt?.UtcTicks);
        statement.Bind(5, JsonSerializer.Serialize(entry, AlertJsonContext.Default.AlertEntry));
    }

    private void Insert(AlertDelivery delivery)
    {
        using var insert = new Statement(
            connection,
            "INSERT INTO alert_delivery (id, channel, state, due_at, ended_at, body) VALUES (?, ?, ?, ?, ?, ?)");
        insert.Bind(0, delivery.Id);
        insert.Bind(1, delivery.Channel);
        insert.Bind(2, (long)delivery.State);
        insert.Bind(3, delivery.DueAt.UtcTicks);
        insert.Bind(4, delivery.EndedAt?.UtcTicks);
        insert.Bind(5, JsonSerializer.Serialize(delivery, AlertJsonContext.Default.AlertDelivery));
        insert.Run();
    }

    private static AlertEntry ReadEntry(Statement row) =>
        JsonSerializer.Deserialize(row.Text(0)!, AlertJsonContext.Default.AlertEntry)!;
}
