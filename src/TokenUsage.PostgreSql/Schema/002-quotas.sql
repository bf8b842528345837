-- Shared quotas. A counter row is an account in one window, a lease row what one call holds. Every step locks its
-- counters in the order of their keys, and a lease only after its counters: no two steps can wait for each other.
-- Times are microseconds since 1970-01-01T00:00Z, by this server's clock.

CREATE TABLE $schema$.quota_counter (
    key uuid PRIMARY KEY,
    window_id bigint NOT NULL,
    end_us bigint NOT NULL,
    length_us bigint NOT NULL,
    keep_us bigint NOT NULL,
    leave_us bigint NOT NULL,
    used bigint NOT NULL DEFAULT 0,
    held bigint NOT NULL DEFAULT 0,
    head bigint,
    rate bigint NOT NULL DEFAULT 0,
    latest_us bigint NOT NULL DEFAULT 0,
    open_lines integer NOT NULL DEFAULT 0,
    parts integer NOT NULL,
    shape smallint NOT NULL,
    empty_at numeric NOT NULL DEFAULT 0,
    poured numeric NOT NULL DEFAULT 0,
    used_parts bigint[],
    held_parts bigint[],
    account text NOT NULL
) WITH (fillfactor = 50); -- room for the next version of a row on its own page
CREATE INDEX quota_counter_by_leave ON $schema$.quota_counter (leave_us);

CREATE TABLE $schema$.quota_lease (
    id uuid PRIMARY KEY,
    due_us bigint NOT NULL, -- of an open lease, when it expires; of a resolved one, when it is forgotten
    state smallint NOT NULL, -- 0 open, 1 resolved, 2 expired
    keys uuid[] NOT NULL,
    units smallint[] NOT NULL,
    amounts bigint[] NOT NULL,
    marks numeric[] NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX quota_lease_by_due ON $schema$.quota_lease (due_us);

CREATE TABLE $schema$.quota_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    kind text NOT NULL,
    topic text NOT NULL, -- the last change of a topic is the one that matters
    body jsonb NOT NULL
);

-- What the applications' code and configuration define, for tools that see neither.
CREATE TABLE $schema$.quota_published (
    name text PRIMARY KEY,
    body jsonb NOT NULL
);

CREATE FUNCTION $schema$.quota_now() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$;

-- Adds without wrapping round: a counter that cannot count on refuses, it does not begin anew.
CREATE FUNCTION $schema$.quota_sum(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN a > 9223372036854775807 - b THEN 9223372036854775807 ELSE a + b END $$;

CREATE FUNCTION $schema$.quota_fits(taken bigint, amount bigint, most bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN amount = 0 THEN taken < most ELSE amount <= most - taken END $$;

CREATE FUNCTION $schema$.quota_part_us(c $schema$.quota_counter) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT greatest(1, (c.length_us + c.parts - 1) / c.parts) $$;

CREATE FUNCTION $schema$.quota_slot(c $schema$.quota_counter, part bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT (((part % (c.parts + 1)) + c.parts + 1) % (c.parts + 1))::integer + 1 $$;

CREATE FUNCTION $schema$.quota_in_ring(c $schema$.quota_counter, part bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT part <= c.head AND part > c.head - (c.parts + 1) $$;

CREATE FUNCTION $schema$.quota_level(c $schema$.quota_counter) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT greatest(0, c.empty_at - c.latest_us::numeric * c.rate) $$;

-- Brings a counter to an instant: clears the parts that time has left behind, drains a bucket. A clock that goes back
-- moves nothing. A limit that changed becomes the bucket's rate; the time at which it is empty stays.
CREATE FUNCTION $schema$.quota_tick(c $schema$.quota_counter, p_now bigint, p_rate bigint)
RETURNS $schema$.quota_counter LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    part bigint;
    i bigint;
    s integer;
BEGIN
    IF c.shape = 1 THEN
        part := p_now / $schema$.quota_part_us(c);
        IF c.head IS NULL OR part - c.head > c.parts THEN
            c.used_parts := array_fill(0::bigint, ARRAY[c.parts + 1]);
            c.held_parts := c.used_parts;
            c.used := 0;
            c.held := 0;
            c.head := part;
        ELSIF part > c.head THEN
            FOR i IN c.head + 1 .. part LOOP
                s := $schema$.quota_slot(c, i);
                c.used := c.used - c.used_parts[s];
                c.held := c.held - c.held_parts[s];
                c.used_parts[s] := 0;
                c.held_parts[s] := 0;
            END LOOP;
            c.head := part;
        END IF;
    ELSIF c.shape = 2 THEN
        c.latest_us := greatest(c.latest_us, p_now);
        IF p_rate IS NOT NULL AND p_rate <> c.rate THEN
            c.empty_at := CASE WHEN c.rate = 0 THEN 0 ELSE ceil(c.empty_at / c.rate) * p_rate END;
            c.rate := p_rate;
        END IF;
    END IF;
    RETURN c;
END $$;

CREATE FUNCTION $schema$.quota_pour(c $schema$.quota_counter, amount bigint)
RETURNS $schema$.quota_counter LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    c.empty_at := greatest(c.empty_at, c.latest_us::numeric * c.rate) + amount::numeric * c.length_us;
    c.poured := c.poured + amount::numeric * c.length_us;
    RETURN c;
END $$;

CREATE FUNCTION $schema$.quota_use(c $schema$.quota_counter, part bigint, amount bigint)
RETURNS $schema$.quota_counter LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    s integer := $schema$.quota_slot(c, part);
    counted bigint := least(amount, 9223372036854775807 - c.used);
BEGIN
    c.used_parts[s] := c.used_parts[s] + counted;
    c.used := c.used + counted;
    RETURN c;
END $$;

-- Says whether a line can be admitted by a counter that was brought to now, and when to ask again if it cannot.
CREATE FUNCTION $schema$.quota_admits(
    c $schema$.quota_counter, p_limit bigint, p_burst bigint, p_amount bigint, OUT fits boolean, OUT retry bigint)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    asked numeric := p_amount::numeric * c.length_us;
    capacity numeric := p_burst::numeric * c.length_us;
    needed numeric;
    part bigint;
BEGIN
    retry := 0;
    IF c.shape = 2 THEN
        fits := CASE WHEN p_amount = 0 THEN $schema$.quota_level(c) < capacity
            ELSE $schema$.quota_level(c) + asked <= capacity END;
        IF NOT fits AND c.rate > 0 AND $schema$.quota_fits(0, p_amount, p_burst) THEN
            retry := ceil((c.empty_at + CASE WHEN p_amount = 0 THEN 1 ELSE asked END - capacity) / c.rate);
        END IF;
        RETURN;
    END IF;

    fits := $schema$.quota_fits($schema$.quota_sum(c.used, c.held), p_amount, p_limit);
    IF fits OR NOT $schema$.quota_fits(0, p_amount, p_limit) THEN RETURN; END IF;
    IF c.shape = 0 THEN
        IF c.end_us < 9223372036854775807 THEN retry := c.end_us; END IF;
        RETURN;
    END IF;

    needed := $schema$.quota_sum(c.used, c.held)::numeric - p_limit + greatest(p_amount, 1);
    FOR part IN c.head - c.parts .. c.head LOOP
        needed := needed - c.used_parts[$schema$.quota_slot(c, part)] - c.held_parts[$schema$.quota_slot(c, part)];
        IF needed <= 0 THEN
            retry := (part + c.parts + 1) * $schema$.quota_part_us(c);
            RETURN;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION $schema$.quota_hold(c $schema$.quota_counter, p_amount bigint, OUT o_counter $schema$.quota_counter, OUT mark numeric)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    s integer;
BEGIN
    mark := 0;
    c.open_lines := c.open_lines + 1;
    IF c.shape = 1 THEN
        s := $schema$.quota_slot(c, c.head);
        c.held_parts[s] := c.held_parts[s] + p_amount;
        mark := c.head;
    ELSIF c.shape = 2 THEN
        c := $schema$.quota_pour(c, p_amount);
        mark := c.poured;
    END IF;
    c.held := c.held + p_amount;
    o_counter := c;
END $$;

-- Gives back what a line holds, and charges what it used. A bucket gets back only what it has not drained since: what
-- later claims put in is never taken out by an earlier one.
CREATE FUNCTION $schema$.quota_give_back(c $schema$.quota_counter, p_mark numeric, p_held bigint, p_used bigint)
RETURNS $schema$.quota_counter LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    s integer;
    not_later numeric;
BEGIN
    c.open_lines := c.open_lines - 1;
    IF c.shape = 0 THEN
        c.held := c.held - p_held;
        c.used := $schema$.quota_sum(c.used, p_used);
    ELSIF c.shape = 1 THEN
        IF $schema$.quota_in_ring(c, p_mark::bigint) THEN
            s := $schema$.quota_slot(c, p_mark::bigint);
            c.held_parts[s] := c.held_parts[s] - p_held;
            c.held := c.held - p_held;
            c := $schema$.quota_use(c, p_mark::bigint, p_used);
        END IF;
    ELSE
        c.held := c.held - p_held;
        IF p_used > p_held THEN RETURN $schema$.quota_pour(c, p_used - p_held); END IF;
        not_later := $schema$.quota_level(c) - (c.poured - p_mark);
        c.empty_at := c.empty_at - least((p_held - p_used)::numeric * c.length_us, greatest(0, not_later));
    END IF;
    RETURN c;
END $$;

-- Charges what was used of which nothing is held any more.
CREATE FUNCTION $schema$.quota_charge(c $schema$.quota_counter, p_admitted bigint, p_used bigint)
RETURNS $schema$.quota_counter LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    part bigint;
BEGIN
    IF c.shape = 0 THEN
        c.used := $schema$.quota_sum(c.used, p_used);
    ELSIF c.shape = 1 THEN
        part := CASE WHEN p_admitted = 0 THEN c.head ELSE least(c.head, p_admitted / $schema$.quota_part_us(c)) END;
        IF $schema$.quota_in_ring(c, part) THEN c := $schema$.quota_use(c, part, p_used); END IF;
    ELSE
        c := $schema$.quota_pour(c, p_used);
    END IF;
    RETURN c;
END $$;

CREATE FUNCTION $schema$.quota_balance(c $schema$.quota_counter, OUT o_used bigint, OUT o_held bigint)
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    o_held := c.held;
    o_used := c.used;
    IF c.shape = 2 THEN
        o_used := 0;
        IF c.rate > 0 THEN
            o_used := greatest(0, least(9223372036854775807, ceil($schema$.quota_level(c) / c.length_us)) - c.held);
        END IF;
    END IF;
END $$;
