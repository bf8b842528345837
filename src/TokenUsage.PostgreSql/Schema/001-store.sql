-- Records and their rollups.
--
-- usage_record is cut by the day that its id, a version 7 UUID, names: the same id always meets the same unique index,
-- so that a record offered again is found however late. Ids without such a day have day '-infinity' and lie in
-- usage_record_default, with those whose partition could not be made at once.

CREATE TABLE $schema$.store_info (
    name text PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO $schema$.store_info
VALUES ('schema', 0), ('version', 0), ('records_from', 0), ('quarters_from', 0), ('days_from', 0);

CREATE TABLE $schema$.usage_record (
    id uuid NOT NULL,
    digest bigint NOT NULL,
    started_at timestamptz NOT NULL,
    duration bigint NOT NULL,
    time_to_first_token bigint,
    input_tokens bigint,
    cached_input_tokens bigint,
    cache_write_tokens bigint,
    cache_write_1h_tokens bigint,
    output_tokens bigint,
    reasoning_tokens bigint,
    day date NOT NULL,
    attempt integer NOT NULL,
    weight integer NOT NULL,
    started_ticks smallint NOT NULL,
    outcome smallint NOT NULL,
    priority smallint NOT NULL,
    source smallint NOT NULL,
    cost_status smallint NOT NULL,
    operation_id uuid,
    user_id text,
    session_id text,
    agent text,
    feature text,
    project text,
    provider text NOT NULL,
    operation text NOT NULL,
    endpoint text,
    model text,
    requested_model text,
    service_tier text,
    error_type text,
    response_id text,
    price_version text,
    price_match text,
    usd numeric,
    input_usd numeric,
    output_usd numeric,
    list_usd numeric,
    billed_usd numeric,
    meters jsonb,
    tags jsonb,
    metadata jsonb,
    PRIMARY KEY (day, id)
) PARTITION BY RANGE (day);
CREATE INDEX usage_record_by_start ON $schema$.usage_record (started_at, started_ticks, id);
CREATE TABLE $schema$.usage_record_default PARTITION OF $schema$.usage_record DEFAULT;

COMMENT ON COLUMN $schema$.usage_record.started_ticks IS 'What started_at leaves out: 0 to 9 times 100 ns.';
COMMENT ON COLUMN $schema$.usage_record.duration IS 'In ticks of 100 ns.';
COMMENT ON COLUMN $schema$.usage_record.time_to_first_token IS 'In ticks of 100 ns.';

-- Makes a day's partition, and moves there what already lies in the default one. Attached rather than created as a
-- partition: creating one would lock out every reader and writer of the whole table. Runs with the owner's rights, so
-- that an application needs none to create tables.
CREATE FUNCTION $schema$.add_partition(p_day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '2s' AS $$
DECLARE
    part text := 'usage_record_' || to_char(p_day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('$schema$'), 1);
    IF p_day NOT BETWEEN current_date - 400 AND current_date + 3 THEN RETURN false; END IF;
    -- Not to_regclass: that may remember, from before the lock, that there is no such table.
    IF EXISTS (SELECT FROM pg_tables WHERE schemaname = '$schema$' AND tablename = part) THEN RETURN false; END IF;
    EXECUTE format(
        'CREATE TABLE $schema$.%I (LIKE $schema$.usage_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
    LOCK TABLE $schema$.usage_record_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format(
        'WITH moved AS (DELETE FROM $schema$.usage_record_default WHERE day = %L RETURNING *) '
        'INSERT INTO $schema$.%I SELECT * FROM moved', p_day, part);
    EXECUTE format(
        'ALTER TABLE $schema$.usage_record ATTACH PARTITION $schema$.%I FOR VALUES FROM (%L) TO (%L)',
        part, p_day, p_day + 1);
    RETURN true;
END $$;

-- Drops a day's partition when everything in it began before a moment, and says how many records that were; null when
-- something in it is younger, or when it is no partition.
CREATE FUNCTION $schema$.drop_partition(p_day date, p_before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '2s' AS $$
DECLARE
    part text := 'usage_record_' || to_char(p_day, 'YYYYMMDD');
    youngest timestamptz;
    records bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('$schema$'), 1);
    IF NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = '$schema$' AND tablename = part) THEN RETURN NULL; END IF;
    EXECUTE format('LOCK TABLE $schema$.%I IN SHARE MODE', part);
    EXECUTE format('SELECT max(started_at) FROM $schema$.%I', part) INTO youngest;
    IF youngest >= p_before THEN RETURN NULL; END IF;
    EXECUTE format('SELECT count(*) FROM $schema$.%I', part) INTO records;
    EXECUTE format('DROP TABLE $schema$.%I', part);
    RETURN records;
END $$;

-- The days that have a partition.
CREATE FUNCTION $schema$.partition_days() RETURNS SETOF date LANGUAGE sql STABLE AS $$
    SELECT to_date(right(tablename, 8), 'YYYYMMDD') FROM pg_tables
    WHERE schemaname = '$schema$' AND tablename ~ '^usage_record_[0-9]{8}$'
$$;

-- An instant of ticks of 100 ns since the year 1.
CREATE FUNCTION $schema$.instant(p_ticks bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT timestamptz '1970-01-01 00:00:00+00' + ((p_ticks - 621355968000000000) / 10) * interval '1 microsecond'
$$;

-- Rollups. The cells of the latest batches lie in rollup_tail as they came, one row a batch and cube: writers never
-- touch each other's rows. Now and then one process merges them into rollup; readers add up both.

CREATE TABLE $schema$.rollup_cube (
    id smallint PRIMARY KEY,
    name text NOT NULL UNIQUE,
    since bigint NOT NULL DEFAULT 0 -- from when on it is complete, in ticks of 100 ns since the year 1
);

CREATE TABLE $schema$.rollup_key (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest uuid NOT NULL UNIQUE,
    texts text[] NOT NULL
);

CREATE TABLE $schema$.rollup (
    slice bigint NOT NULL,
    key bigint NOT NULL,
    cube smallint NOT NULL,
    grain smallint NOT NULL,
    cell bytea NOT NULL,
    PRIMARY KEY (cube, grain, slice, key)
) WITH (fillfactor = 80);

CREATE TABLE $schema$.rollup_keys (
    slice bigint NOT NULL,
    cube smallint NOT NULL,
    grain smallint NOT NULL,
    keys bytea NOT NULL,
    PRIMARY KEY (cube, grain, slice)
);

CREATE SEQUENCE $schema$.batch_number;
CREATE TABLE $schema$.rollup_tail (
    batch bigint NOT NULL,
    first_slice bigint NOT NULL,
    last_slice bigint NOT NULL,
    cube smallint NOT NULL,
    cells bytea NOT NULL,
    PRIMARY KEY (cube, batch)
);
-- Small numbers and short names: compressing them again takes time and saves little.
ALTER TABLE $schema$.rollup_tail ALTER COLUMN cells SET STORAGE EXTERNAL;

-- What reports may build on: its columns keep their names and meanings.
CREATE VIEW $schema$.token_usage AS
SELECT
    id,
    day,
    started_at AS "timestamp",
    user_id,
    session_id AS thread_id,
    agent AS agent_name,
    feature,
    project,
    provider,
    coalesce(model, requested_model) AS model,
    requested_model,
    operation AS operation_type,
    endpoint,
    service_tier,
    (ARRAY['success', 'failed', 'refused', 'interrupted', 'cached'])[outcome + 1] AS outcome,
    error_type,
    (ARRAY['low', 'medium', 'high'])[priority + 1] AS priority,
    (ARRAY['reported', 'partial', 'estimated', 'unreported'])[source + 1] AS usage_source,
    (ARRAY['priced', 'partial', 'estimated', 'provider_reported', 'free', 'declared_zero', 'included', 'unpriced'])
        [cost_status + 1] AS cost_status,
    input_tokens,
    cached_input_tokens,
    cache_write_tokens,
    output_tokens,
    reasoning_tokens,
    CASE WHEN input_tokens IS NULL AND output_tokens IS NULL THEN NULL
        ELSE coalesce(input_tokens, 0) + coalesce(output_tokens, 0) END AS total_tokens,
    input_usd AS input_cost,
    output_usd AS output_cost,
    usd AS total_cost,
    list_usd AS list_cost,
    billed_usd AS billed_cost,
    duration / 10000.0 AS duration_ms,
    time_to_first_token / 10000.0 AS first_token_ms,
    operation_id AS call_id,
    attempt,
    weight,
    response_id,
    tags,
    meters,
    metadata AS request_metadata
FROM $schema$.usage_record;
