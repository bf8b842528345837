namespace TokenUsage.Sqlite.Schema;

internal static partial class StoreSchema
{
    // A user's word is of a kind of its own, so that writing a label over it erases the user and nothing else.
    private const string MinutesAndUpkeep =
        """
        CREATE TABLE kind_word (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind INTEGER NOT NULL,
            text TEXT NOT NULL,
            UNIQUE (kind, text)
        ) STRICT;
        INSERT INTO kind_word
            SELECT id,
                CASE WHEN id IN (SELECT user FROM usage_record) THEN 1
                    WHEN id IN (SELECT session FROM usage_record) THEN 2 ELSE 0 END,
                text
            FROM word ORDER BY id;
        DROP TABLE word;
        ALTER TABLE kind_word RENAME TO word;

        INSERT INTO store_info VALUES ('words', 0), ('records_from', 0), ('quarters_from', 0), ('days_from', 0);
        INSERT INTO store_info
            SELECT 'minutes_from', coalesce((max(started_at) / 9000000000 + 1) * 9000000000, 0) FROM usage_record;

        CREATE TABLE rollup_cube (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            since INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE rollup_key (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            words BLOB NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE rollup_batch (
            cube INTEGER NOT NULL,
            slice INTEGER NOT NULL,
            batch INTEGER NOT NULL,
            cells BLOB NOT NULL,
            PRIMARY KEY (cube, slice, batch)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rollup_pending (
            batch INTEGER NOT NULL,
            slice INTEGER NOT NULL,
            PRIMARY KEY (batch, slice)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit_person (
            commitment BLOB PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            salt BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit_entry (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor BLOB NOT NULL,
            subject BLOB,
            action TEXT NOT NULL,
            target TEXT,
            before TEXT,
            after TEXT,
            seal BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'an entry of the audit trail is final'); END;
        CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'an entry of the audit trail stays'); END;
        """;
}
