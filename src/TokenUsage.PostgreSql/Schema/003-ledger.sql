-- The steps of the ledger: those that wait at once are one call, and one transaction.

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

-- Runs steps of several calls as one transaction: a counter that many of them name is locked, read and written once.
-- p_keys and the arrays beside it describe the counters, each once, in the order of their keys; p_ids and the arrays
-- beside it the steps, each id once; p_counters and the arrays beside it the lines of all steps, one step's after the
-- other's, where p_lasts names the last line of each step. Numbers begin at 1 here, those of p_units at 0. p_actuals
-- holds what was used, by step and unit.
-- kind: 0 reserves, 1 settles, 2 releases.
-- status of a reservation: 0 reserved, 1 duplicate, 2 refused, 3 wrong window, 4 already resolved;
-- of the others: 0 settled, 1 late, 2 released, 3 already resolved.
CREATE FUNCTION $schema$.quota_steps(
    p_sync boolean, p_remember bigint,
    p_keys uuid[], p_accounts text[], p_windows bigint[], p_shapes smallint[], p_ends bigint[], p_lengths bigint[],
    p_parts integer[], p_keeps bigint[],
    p_ids uuid[], p_kinds smallint[], p_lasts integer[], p_leases bigint[], p_admitted bigint[], p_actuals bigint[],
    p_counters integer[], p_starts bigint[], p_units smallint[], p_limits bigint[], p_bursts bigint[],
    p_amounts bigint[], p_enforced boolean[],
    OUT now_us bigint, OUT statuses smallint[], OUT lines integer[], OUT retries bigint[],
    OUT used bigint[], OUT held bigint[], OUT exceeds boolean[])
LANGUAGE plpgsql AS $$
DECLARE
    steps constant integer := cardinality(p_ids);
    units constant integer := cardinality(p_actuals) / greatest(1, steps);
    counters $schema$.quota_counter[];
    before $schema$.quota_counter[];
    changed boolean[] := array_fill(false, ARRAY[cardinality(p_keys)]);
    leases $schema$.quota_lease[];
    written $schema$.quota_lease[] := '{}';
    c $schema$.quota_counter;
    l $schema$.quota_lease;
    keys uuid[];
    marks numeric[];
    balance record;
    answer record;
    first integer;
    last integer := 0;
    j integer;
    k integer;
BEGIN
    PERFORM $schema$.quota_begin(p_sync);
    statuses := array_fill(0::smallint, ARRAY[steps]);
    lines := array_fill(0, ARRAY[steps]);
    retries := array_fill(0::bigint, ARRAY[steps]);
    used := array_fill(0::bigint, ARRAY[cardinality(p_counters)]);
    held := used;
    exceeds := array_fill(false, ARRAY[cardinality(p_counters)]);
    FOR k IN 1 .. cardinality(p_keys) LOOP
        counters[k] := $schema$.quota_lock(
            p_keys[k], p_accounts[k], p_windows[k], p_shapes[k], p_ends[k], p_lengths[k], p_parts[k], p_keeps[k]);
    END LOOP;

    -- The counters are locked: nobody else decides over these ids now. What is read of the clock is not as old as the
    -- wait for the locks was long.
    now_us := $schema$.quota_now();
    FOR l IN SELECT * FROM $schema$.quota_lease WHERE id = ANY (p_ids) ORDER BY id FOR UPDATE LOOP
        leases[array_position(p_ids, l.id)] := l;
    END LOOP;

    <<step>>
    FOR i IN 1 .. steps LOOP
        first := last + 1;
        last := p_lasts[i];
        l := leases[i];
        IF p_kinds[i] = 0 THEN
            IF l.state IS NOT NULL THEN
                statuses[i] := CASE WHEN l.state = 0 THEN 1 ELSE 4 END;
                CONTINUE;
            END IF;

            FOR reached IN first .. last LOOP
                k := p_counters[reached];
                before[reached] := counters[k];
                IF now_us < p_starts[reached] OR now_us >= p_ends[k] THEN
                    statuses[i] := 3;
                ELSE
                    c := $schema$.quota_tick(counters[k], now_us, p_limits[reached]);
                    counters[k] := c;
                    answer := $schema$.quota_admits(c, p_limits[reached], p_bursts[reached], p_amounts[reached]);
                    CONTINUE WHEN answer.fits;
                    balance := $schema$.quota_balance(c);
                    exceeds[reached] := true;
                    used[reached] := balance.o_used;
                    held[reached] := balance.o_held;
                    CONTINUE WHEN NOT p_enforced[reached];
                    statuses[i] := 2;
                    retries[i] := answer.retry;
                END IF;
                lines[i] := reached - first;
                FOR j IN REVERSE reached .. first LOOP -- a refusal changes nothing, for the steps behind it neither
                    counters[p_counters[j]] := before[j];
                END LOOP;
                CONTINUE step;
            END LOOP;

            keys := '{}';
            marks := '{}';
            FOR j IN first .. last LOOP
                k := p_counters[j];
                answer := $schema$.quota_hold(counters[k], p_amounts[j]);
                counters[k] := answer.o_counter;
                changed[k] := true;
                keys := keys || p_keys[k];
                marks := marks || answer.mark;
            END LOOP;
            l := ROW(p_ids[i], $schema$.quota_sum(now_us, p_leases[i]), 0, keys, p_units[first:last],
                p_amounts[first:last], marks);
            written := written || l;
            CONTINUE;
        END IF;

        IF l.state = 1 OR l.state = 2 AND p_kinds[i] = 2 THEN
            statuses[i] := 3;
            CONTINUE;
        END IF;

        IF l.state = 0 THEN
            FOR j IN 1 .. cardinality(l.keys) LOOP
                k := array_position(p_keys, l.keys[j]);
                counters[k] := $schema$.quota_give_back(
                    $schema$.quota_tick(counters[k], now_us, NULL), l.marks[j], l.amounts[j],
                    p_actuals[(i - 1) * units + l.units[j] + 1]);
                changed[k] := true;
            END LOOP;
        ELSIF p_kinds[i] = 1 THEN
            FOR j IN first .. last LOOP
                k := p_counters[j];
                counters[k] := $schema$.quota_charge(
                    $schema$.quota_tick(counters[k], now_us, p_limits[j]), p_admitted[i],
                    p_actuals[(i - 1) * units + p_units[j] + 1]);
                changed[k] := true;
            END LOOP;
        END IF;
        statuses[i] := CASE WHEN p_kinds[i] = 2 THEN 2 WHEN l.state = 0 THEN 0 ELSE 1 END;
        FOR j IN first .. last LOOP
            balance := $schema$.quota_balance($schema$.quota_tick(counters[p_counters[j]], now_us, NULL));
            used[j] := balance.o_used;
            held[j] := balance.o_held;
        END LOOP;
        l := ROW(p_ids[i], now_us + p_remember, 1, '{}', '{}', '{}', '{}');
        written := written || l;
    END LOOP;

    FOR k IN 1 .. cardinality(p_keys) LOOP
        IF changed[k] THEN PERFORM $schema$.quota_put(counters[k], now_us); END IF;
    END LOOP;
    INSERT INTO $schema$.quota_lease SELECT * FROM unnest(written)
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
