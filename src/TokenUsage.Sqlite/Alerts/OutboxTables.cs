using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite.Alerts;

/// <summary>Hands out messages and takes back what became of them, inside the caller's transaction.</summary>
internal sealed class OutboxTables(SqliteConnection connection)
{
    public IReadOnlyList<AlertDelivery> Claim(
        string channel, string holder, DateTimeOffset now, TimeSpan lease, int most)
    {
        if (!IsFree(channel, holder, now)) return [];

        List<AlertDelivery> due = Read(
            """
            SELECT body, sequence FROM alert_delivery WHERE channel = ? AND state = 0 AND due_at <= ?
            ORDER BY due_at, sequence LIMIT ?
            """,
            read =>
            {
                read.Bind(0, channel);
                read.Bind(1, now.UtcTicks);
                read.Bind(2, (long)most);
            });
        if (due.Count > 0) Hold(channel, holder, (now + lease).UtcTicks, restsUntil: 0);
        return due;
    }

    public void Complete(
        string channel, string holder, IReadOnlyList<AlertDelivery> deliveries, DateTimeOffset? restUntil)
    {
        using (var update = new Statement(
            connection, "UPDATE alert_delivery SET state = ?, ended_at = ?, body = ? WHERE id = ?"))
        {
            foreach (AlertDelivery delivery in deliveries)
            {
                update.Bind(0, (long)delivery.State);
                update.Bind(1, delivery.EndedAt?.UtcTicks);
                update.Bind(2, JsonSerializer.Serialize(delivery, AlertJsonContext.Default.AlertDelivery));
                update.Bind(3, delivery.Id);
                update.Run();
            }
        }

        using var held = new Statement(connection, "SELECT 1 FROM alert_channel WHERE name = ? AND holder = ?");
        held.Bind(0, channel);
        held.Bind(1, holder);
        if (held.Step()) Hold(channel, holder, heldUntil: 0, restUntil?.UtcTicks ?? 0);
    }

    public IReadOnlyList<AlertDelivery> Read(AlertDeliveryState? state, int most) => Read(
        "SELECT body, sequence FROM alert_delivery WHERE ? IS NULL OR state = ? ORDER BY sequence DESC LIMIT ?",
        read =>
        {
            read.Bind(0, (long?)state);
            read.Bind(1, (long?)state);
            read.Bind(2, (long)most);
        });

    private bool IsFree(string channel, string holder, DateTimeOffset now)
    {
        using var find = new Statement(
            connection, "SELECT holder, held_until, rests_until FROM alert_channel WHERE name = ?");
        find.Bind(0, channel);
        if (!find.Step()) return true;
        bool isOthers = find.Text(0) != holder && now.UtcTicks < find.Int64(1);
        return !isOthers && now.UtcTicks >= find.Int64(2);
    }

    private void Hold(string channel, string holder, long heldUntil, long restsUntil)
    {
        using var hold = new Statement(connection, "INSERT OR REPLACE INTO alert_channel VALUES (?, ?, ?, ?)");
        hold.Bind(0, channel);
        hold.Bind(1, holder);
        hold.Bind(2, heldUntil);
        hold.Bind(3, restsUntil);
        hold.Run();
    }

    private List<AlertDelivery> Read(string sql, Action<Statement> bind)
    {
        using var read = new Statement(connection, sql);
        bind(read);
        List<AlertDelivery> deliveries = [];
        while (read.Step())
        {
            AlertDelivery delivery =
                JsonSerializer.Deserialize(read.Text(0)!, AlertJsonContext.Default.AlertDelivery)!;
            deliveries.Add(delivery with { Sequence = read.Int64(1) });
        }

        return deliveries;
    }
}
