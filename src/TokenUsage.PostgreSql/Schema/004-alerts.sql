-- Alerts and the messages about them. Times are ticks of 100 ns in UTC, by the clocks of those who write: an alert's
-- times are a rule's and not the server's. What is searched for stands in columns, the rest in body as JSON.
CREATE TABLE $schema$.alert (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    fingerprint text NOT NULL,
    is_latest boolean NOT NULL,
    version bigint NOT NULL,
    rule text NOT NULL,
    subject text NOT NULL,
    severity smallint NOT NULL,
    state smallint NOT NULL,
    is_calm boolean NOT NULL,
    raised_at bigint NOT NULL,
    ended_at bigint,
    body text NOT NULL
);
CREATE UNIQUE INDEX alert_latest ON $schema$.alert (fingerprint) WHERE is_latest;
CREATE INDEX alert_rule ON $schema$.alert (rule, sequence);
CREATE INDEX alert_state ON $schema$.alert (state, sequence);

CREATE TABLE $schema$.alert_delivery (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    channel text NOT NULL,
    state smallint NOT NULL,
    due_at bigint NOT NULL,
    ended_at bigint,
    body text NOT NULL
);
CREATE INDEX alert_delivery_due ON $schema$.alert_delivery (channel, state, due_at, sequence);

CREATE TABLE $schema$.alert_channel (
    name text PRIMARY KEY,
    holder text NOT NULL,
    held_until bigint NOT NULL,
    rests_until bigint NOT NULL
);

CREATE TABLE $schema$.alert_silence (
    id uuid PRIMARY KEY,
    ends_at bigint NOT NULL,
    body text NOT NULL
);
