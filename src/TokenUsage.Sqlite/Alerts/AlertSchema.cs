namespace TokenUsage.Sqlite.Alerts;

/// <summary>The tables of alerts, in a file of their own: a message must not wait while a batch of records is synced.</summary>
/// <remarks>Times are ticks of 100 ns in UTC. What is searched for stands in columns, the rest in <c>body</c> as JSON.</remarks>
internal static class AlertSchema
{
    public const int Version = 1;

    public const string Tables =
        """
        CREATE TABLE alert (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id BLOB NOT NULL UNIQUE,
            fingerprint TEXT NOT NULL,
            is_latest INTEGER NOT NULL,
            version INTEGER NOT NULL,
            rule TEXT NOT NULL,
            subject TEXT NOT NULL,
            severity INTEGER NOT NULL,
            state INTEGER NOT NULL,
            is_calm INTEGER NOT NULL,
            raised_at INTEGER NOT NULL,
            ended_at INTEGER,
            body TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX alert_latest ON alert (fingerprint) WHERE is_latest = 1;
        CREATE INDEX alert_rule ON alert (rule, sequence);
        CREATE INDEX alert_open ON alert (state, sequence);

        CREATE TABLE alert_delivery (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id BLOB NOT NULL UNIQUE,
            channel TEXT NOT NULL,
            state INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            ended_at INTEGER,
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX alert_delivery_due ON alert_delivery (channel, state, due_at, sequence);

        CREATE TABLE alert_channel (
            name TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            held_until INTEGER NOT NULL,
            rests_until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE alert_silence (
            id BLOB PRIMARY KEY,
            ends_at INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;
}
