-- The steps of the ledger: each is one call, and one transaction.

-- Finds and locks a counter, or makes it.
CREATE FUNCTION $schema$.quota_lock(
    p_key uuid, p_account text, p_window bigint, p_shape smallint, p_end bigint, p_length bigint, p_parts integer,
    p_keep bigint)
RETURNS $schema$.quota_counter LANGUAGE plpgsql AS $$
DECLARE
    c $schema$.quota_counter;
BEGIN
    LOOP
        SELECT * INTO c FROM $schema$.quota_counter WHERE key = p_key FOR UPDATE;
        IF FOUND THEN RETURN c; END IF;
        INSERT INTO $schema$.quota_counter (
            key, account, window_id, shape, end_us, length_us, parts, keep_us, leave_us)
        VALUES (p_key, p_account, p_window, p_shape, p_end, p_length, p_parts, p_keep, p_keep)
        ON CONFLICT (key) DO NOTHING RETURNING * INTO c;
        IF FOUND THEN RETURN c; END IF;
    END LOOP;
END $$;

-- Writes a counter. The time at which it may be forgotten is rounded up to hours, since changing it costs an entry in
-- an index.
CREATE FUNCTION $schema$.quota_put(c $schema$.quota_counter, p_now bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    hour constant bigint := 3600000000;
    leave bigint;
BEGIN
    leave := $schema$.quota_sum(CASE WHEN c.end_us = 9223372036854775807 THEN p_now ELSE c.end_us END, c.keep_us);
    IF leave < 9223372036854775807 - hour THEN leave := (leave / hour + 1) * hour; END IF;
    UPDATE $schema$.quota_counter SET
        used = c.used, held = c.held, head = c.head, rate = c.rate, latest_us = c.latest_us, open_lines = c.open_lines,
        empty_at = c.empty_at, poured = c.poured, used_parts = c.used_parts, held_parts = c.held_parts,
        leave_us = leave
    WHERE key = c.key;
END $$;

-- Waits for no lock longer than a caller can wait, and commits as the caller asked for.
CREATE FUNCTION $schema$.quota_begin(p_sync boolean) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('lock_timeout', '100ms', true);
    IF NOT p_sync THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;
    RETURN $schema$.quota_now();
END $$;

-- status: 0 reserved, 1 duplicate, 2 refused, 3 wrong window, 4 already resolved.
-- p_keys and the arrays beside it describe the counters, each once, in the order of their keys; p_counters and the
-- arrays beside it the lines, in the order of the claim. Numbers of counters and lines begin at 1 here.
CREATE FUNCTION $schema$.quota_reserve(
    p_sync boolean, p_id uuid, p_lease bigint,
    p_keys uuid[], p_accounts text[], p_windows bigint[], p_shapes smallint[], p_ends bigint[], p_lengths bigint[],
    p_parts integer[], p_keeps bigint[],
    p_counters integer[], p_starts bigint[], p_units smallint[], p_limits bigint[], p_bursts bigint[],
    p_amounts bigint[], p_enforced boolean[],
    OUT status smallint, OUT line integer, OUT now_us bigint, OUT retry_us bigint,
    OUT used bigint[], OUT held bigint[], OUT exceeds boolean[])
LANGUAGE plpgsql AS $$
DECLARE
    counters $schema$.quota_counter[];
    c $schema$.quota_counter;
    known smallint;
    lines constant integer := cardinality(p_counters);
    marks numeric[] := array_fill(0::numeric, ARRAY[lines]);
    balance record;
    answer record;
    i integer;
BEGIN
    status := 0;
    line := 0;
    retry_us := 0;
    exceeds := array_fill(false, ARRAY[lines]);
    used := array_fill(0::bigint, ARRAY[lines]);
    held := used;
    now_us := $schema$.quota_begin(p_sync);
    FOR i IN 1 .. cardinality(p_keys) LOOP
        counters[i] := $schema$.quota_lock(
            p_keys[i], p_accounts[i], p_windows[i], p_shapes[i], p_ends[i], p_lengths[i], p_parts[i], p_keeps[i]);
    END LOOP;

    -- The counters are locked: nobody else decides over this id now.
    SELECT l.state INTO known FROM $schema$.quota_lease l WHERE l.id = p_id;
    IF FOUND THEN
        status := CASE WHEN known = 0 THEN 1 ELSE 4 END;
        RETURN;
    END IF;

    FOR i IN 1 .. lines LOOP
        IF now_us < p_starts[i] OR now_us >= p_ends[p_counters[i]] THEN
            status := 3;
            line := i - 1;
            RETURN;
        END IF;

        c := $schema$.quota_tick(counters[p_counters[i]], now_us, p_limits[i]);
        counters[p_counters[i]] := c;
        answer := $schema$.quota_admits(c, p_limits[i], p_bursts[i], p_amounts[i]);
        CONTINUE WHEN answer.fits;
        balance := $schema$.quota_balance(c);
        exceeds[i] := true;
        used[i] := balance.o_used;
        held[i] := balance.o_held;
        IF p_enforced[i] THEN
            status := 2;
            line := i - 1;
            retry_us := answer.retry;
            RETURN;
        END IF;
    END LOOP;

    FOR i IN 1 .. lines LOOP
        answer := $schema$.quota_hold(counters[p_counters[i]], p_amounts[i]);
        counters[p_counters[i]] := answer.o_counter;
        marks[i] := answer.mark;
    END LOOP;
    FOREACH c IN ARRAY coalesce(counters, '{}') LOOP
        PERFORM $schema$.quota_put(c, now_us);
    END LOOP;

    INSERT INTO $schema$.quota_lease
    SELECT p_id, $schema$.quota_sum(now_us, p_lease), 0,
        coalesce(array_agg(p_keys[p.counter] ORDER BY p.n), '{}'), p_units, p_amounts, marks
    FROM unnest(p_counters) WITH ORDINALITY AS p (counter, n);
END $$;

-- status: 0 settled, 1 late, 2 released, 3 already resolved. p_actual holds what was used, by unit; null releases.
CREATE FUNCTION $schema$.quota_resolve(
    p_sync boolean, p_id uuid, p_remember bigint, p_admitted bigint, p_actual bigint[],
    p_keys uuid[], p_accounts text[], p_windows bigint[], p_shapes smallint[], p_ends bigint[], p_lengths bigint[],
    p_parts integer[], p_keeps bigint[],
    p_counters integer[], p_units smallint[], p_limits bigint[],
    OUT status smallint, OUT used bigint[], OUT held bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    counters $schema$.quota_counter[];
    c $schema$.quota_counter;
    l $schema$.quota_lease;
    balance record;
    now_us bigint;
    i integer;
    place integer;
BEGIN
    now_us := $schema$.quota_begin(p_sync);
    FOR i IN 1 .. cardinality(p_keys) LOOP
        c := $schema$.quota_lock(
            p_keys[i], p_accounts[i], p_windows[i], p_shapes[i], p_ends[i], p_lengths[i], p_parts[i], p_keeps[i]);
        counters[i] := $schema$.quota_tick(c, now_us, NULL);
    END LOOP;

    SELECT * INTO l FROM $schema$.quota_lease WHERE id = p_id FOR UPDATE;
    IF l.state = 1 OR l.state = 2 AND p_actual IS NULL THEN
        status := 3;
        RETURN;
    END IF;

    IF l.state = 0 THEN
        FOR i IN 1 .. cardinality(l.keys) LOOP
            place := array_position(p_keys, l.keys[i]);
            counters[place] := $schema$.quota_give_back(
                counters[place], l.marks[i], l.amounts[i], coalesce(p_actual[l.units[i] + 1], 0));
        END LOOP;
    ELSIF p_actual IS NOT NULL THEN
        FOR i IN 1 .. cardinality(p_counters) LOOP
            c := $schema$.quota_tick(counters[p_counters[i]], now_us, p_limits[i]);
            counters[p_counters[i]] := $schema$.quota_charge(c, p_admitted, p_actual[p_units[i] + 1]);
        END LOOP;
    END IF;
    status := CASE WHEN p_actual IS NULL THEN 2 WHEN l.state = 0 THEN 0 ELSE 1 END;

    IF l.state = 0 OR p_actual IS NOT NULL THEN
        FOREACH c IN ARRAY coalesce(counters, '{}') LOOP
            PERFORM $schema$.quota_put(c, now_us);
        END LOOP;
    END IF;
    FOR i IN 1 .. cardinality(p_counters) LOOP
        balance := $schema$.quota_balance(counters[p_counters[i]]);
        used[i] := balance.o_used;
        held[i] := balance.o_held;
    END LOOP;

    INSERT INTO $schema$.quota_lease VALUES (p_id, now_us + p_remember, 1, '{}', '{}', '{}', '{}')
    ON CONFLICT (id) DO UPDATE
    SET state = 1, due_us = excluded.due_us, keys = '{}', units = '{}', amounts = '{}', marks = '{}';
END $$;

CREATE FUNCTION $schema$.quota_renew(p_ids uuid[], p_lease bigint) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    now_us bigint := $schema$.quota_begin(true);
    renewed integer;
BEGIN
    WITH open AS (
        SELECT id FROM $schema$.quota_lease WHERE id = ANY (p_ids) AND state = 0 ORDER BY id FOR UPDATE
    )
    UPDATE $schema$.quota_lease l SET due_us = $schema$.quota_sum(now_us, p_lease) FROM open WHERE l.id = open.id;
    GET DIAGNOSTICS renewed = ROW_COUNT;
    RETURN renewed;
END $$;

-- Expires leases that are due, forgets resolved ones, drops counters that nobody needs any more. What another sweep is
-- at is passed over.
CREATE FUNCTION $schema$.quota_sweep(p_most integer, p_remember bigint) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    now_us bigint := $schema$.quota_begin(true);
    due uuid[];
    expired uuid[] := '{}';
    c $schema$.quota_counter;
    l $schema$.quota_lease;
    i integer;
BEGIN
    SELECT array_agg(id) INTO due FROM (
        SELECT id FROM $schema$.quota_lease WHERE state = 0 AND due_us <= now_us ORDER BY due_us LIMIT p_most) d;
    IF due IS NOT NULL THEN
        PERFORM 1 FROM $schema$.quota_counter WHERE key IN (
            SELECT unnest(keys) FROM $schema$.quota_lease WHERE id = ANY (due)) ORDER BY key FOR UPDATE;
        FOR l IN SELECT * FROM $schema$.quota_lease
            WHERE id = ANY (due) AND state = 0 AND due_us <= now_us FOR UPDATE SKIP LOCKED
        LOOP
            FOR i IN 1 .. cardinality(l.keys) LOOP
                SELECT * INTO c FROM $schema$.quota_counter WHERE key = l.keys[i];
                CONTINUE WHEN NOT FOUND;
                c := $schema$.quota_give_back(
                    $schema$.quota_tick(c, now_us, NULL), l.marks[i], l.amounts[i], 0);
                PERFORM $schema$.quota_put(c, now_us);
            END LOOP;
            expired := expired || l.id;
        END LOOP;
        UPDATE $schema$.quota_lease SET state = 2, due_us = now_us + p_remember, keys = '{}', units = '{}',
            amounts = '{}', marks = '{}'
        WHERE id = ANY (expired);
    END IF;

    DELETE FROM $schema$.quota_lease WHERE id IN (
        SELECT id FROM $schema$.quota_lease WHERE state > 0 AND due_us <= now_us
        ORDER BY due_us LIMIT 10000 FOR UPDATE SKIP LOCKED);
    DELETE FROM $schema$.quota_counter WHERE key IN (
        SELECT key FROM $schema$.quota_counter WHERE leave_us <= now_us AND open_lines = 0
        ORDER BY leave_us LIMIT 1000 FOR UPDATE SKIP LOCKED);
    RETURN expired;
END $$;

CREATE FUNCTION $schema$.quota_read(p_key uuid, OUT o_used bigint, OUT o_held bigint) LANGUAGE plpgsql AS $$
DECLARE
    c $schema$.quota_counter;
    balance record;
BEGIN
    SELECT * INTO c FROM $schema$.quota_counter WHERE key = p_key;
    IF NOT FOUND THEN
        o_used := 0;
        o_held := 0;
        RETURN;
    END IF;
    balance := $schema$.quota_balance($schema$.quota_tick(c, $schema$.quota_now(), NULL));
    o_used := balance.o_used;
    o_held := balance.o_held;
END $$;

-- What only one of many processes may do. The term rises with every new holder, so that one that was paused too long
-- can be told from its successor.
CREATE TABLE $schema$.store_lease (
    name text PRIMARY KEY,
    holder uuid NOT NULL,
    term bigint NOT NULL,
    due_us bigint NOT NULL
);
