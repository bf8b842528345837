namespace TokenUsage.Sqlite.Schema;

/// <summary>The steps that lead to today's tables, oldest first. A step that was released is never changed.</summary>
/// <remarks>
/// Strings stand once in <c>word</c>, whose ids are never given twice (AUTOINCREMENT), so that a cache of them cannot
/// name the wrong one. Times are ticks of 100 ns in UTC, money is picodollars. <c>rollup_batch</c> holds totals by the minute
/// as batches bring them; those that <c>rollup_pending</c> lists are not yet in the quarter-hours and days of <c>rollup</c>,
/// and readers add up both.
/// </remarks>
internal static partial class StoreSchema
{
    /// <summary>Marks a file as ours: "TkUs" in SQLite's header.</summary>
    public const int ApplicationId = 0x546b5573;

    public static int Version => Migrations.Count;

    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(Initial),
        new(MinutesAndUpkeep, connection =>
        {
            TailUpgrade.Run(connection);
            ConnectionPool.Run(connection, "DROP TABLE rollup_tail");
        }),
    ];

    private const string Initial =
        """
        CREATE TABLE store_info (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO store_info VALUES ('version', 0);

        CREATE TABLE word (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            text TEXT NOT NULL UNIQUE
        );

        CREATE TABLE usage_record (
            id BLOB PRIMARY KEY,
            digest INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            source INTEGER NOT NULL,
            cost_status INTEGER NOT NULL,
            user INTEGER,
            session INTEGER,
            agent INTEGER,
            feature INTEGER,
            project INTEGER,
            provider INTEGER NOT NULL,
            operation INTEGER NOT NULL,
            endpoint INTEGER,
            model INTEGER,
            requested_model INTEGER,
            service_tier INTEGER,
            error_type INTEGER,
            price_version INTEGER,
            price_match INTEGER,
            duration INTEGER NOT NULL,
            time_to_first_token INTEGER,
            input INTEGER,
            cached_input INTEGER,
            cache_write INTEGER,
            cache_write_1h INTEGER,
            output INTEGER,
            reasoning INTEGER,
            usd ANY,
            input_usd ANY,
            output_usd ANY,
            list_usd ANY,
            billed_usd ANY,
            operation_id BLOB,
            response_id TEXT,
            extra TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX usage_record_by_start ON usage_record (started_at);

        CREATE TABLE rollup (
            cube INTEGER NOT NULL,
            grain INTEGER NOT NULL,
            slice INTEGER NOT NULL,
            key INTEGER NOT NULL,
            cell BLOB NOT NULL,
            PRIMARY KEY (cube, grain, slice, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rollup_keys (
            cube INTEGER NOT NULL,
            grain INTEGER NOT NULL,
            slice INTEGER NOT NULL,
            keys BLOB NOT NULL,
            PRIMARY KEY (cube, grain, slice)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rollup_tail (
            cube INTEGER NOT NULL,
            batch INTEGER NOT NULL,
            first_slice INTEGER NOT NULL,
            last_slice INTEGER NOT NULL,
            cells BLOB NOT NULL,
            PRIMARY KEY (cube, batch)
        ) STRICT, WITHOUT ROWID;
        """;
}
