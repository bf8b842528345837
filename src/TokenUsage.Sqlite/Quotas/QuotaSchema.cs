namespace TokenUsage.Sqlite.Quotas;

/// <summary>The tables of quotas, in a file of their own: admission must not wait while a batch of records is synced.</summary>
/// <remarks>
/// Times are microseconds since 1970 in UTC. A bucket's numbers have 128 bits and are blobs. <c>quota_lease</c> keeps
/// resolved ids for a while, so that a step that is repeated changes nothing.
/// </remarks>
internal static class QuotaSchema
{
    public const int Version = 1;

    public const string Tables =
        """
        CREATE TABLE quota_counter (
            account TEXT NOT NULL,
            slot INTEGER NOT NULL,
            used INTEGER NOT NULL,
            held INTEGER NOT NULL,
            drop_at INTEGER NOT NULL,
            PRIMARY KEY (account, slot)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE quota_bucket (
            account TEXT PRIMARY KEY,
            rate INTEGER NOT NULL,
            empty_at BLOB NOT NULL,
            poured BLOB NOT NULL,
            held INTEGER NOT NULL,
            latest INTEGER NOT NULL,
            drop_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE quota_lease (
            id BLOB PRIMARY KEY,
            state INTEGER NOT NULL,
            due INTEGER NOT NULL,
            lines BLOB
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX quota_lease_due ON quota_lease (state, due);

        CREATE TABLE quota_published (
            name TEXT PRIMARY KEY,
            body TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE quota_change (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            target TEXT NOT NULL,
            is_superseded INTEGER NOT NULL DEFAULT 0,
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX quota_change_target ON quota_change (target) WHERE is_superseded = 0;
        """;
}
