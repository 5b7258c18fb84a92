-- What must reach people, and what became of it.

-- name: lane(tenant, bot_id, chat_id)^
SELECT * FROM lane WHERE tenant = :tenant AND bot_id = :bot_id AND chat_id = :chat_id;

-- name: card(tenant, id)^
SELECT * FROM card WHERE tenant = :tenant AND id = :id;

-- name: live_cards(tenant, bot_id, touched_since)
-- Shown, of people who did not stop, and shown or touched since.
SELECT c.* FROM card c
JOIN interview i ON i.tenant = c.tenant AND i.id = c.interview
JOIN person p ON p.tenant = i.tenant AND p.id = i.person
LEFT JOIN lane l ON l.tenant = c.tenant AND l.bot_id = c.bot_id AND l.chat_id = c.chat_id
WHERE c.tenant = :tenant AND c.bot_id = :bot_id AND c.state = 'live' AND c.message_id IS NOT NULL
    AND (c.shown_at >= :touched_since OR i.last_activity >= :touched_since)
    AND p.stopped_at IS NULL AND l.unreachable_since IS NULL
ORDER BY c.shown_at, c.id;

-- name: due(tenant, bot_id, now, limit)
-- Within a chat first come, first served, but reminders and bulk (priority 3 and up) let the conversation pass.
SELECT * FROM (
    SELECT o.*, ROW_NUMBER() OVER (
        PARTITION BY o.chat_id ORDER BY CASE WHEN o.priority < 3 THEN 0 ELSE 1 END, o.seq
    ) AS place
    FROM outbox o
    LEFT JOIN lane l ON l.tenant = o.tenant AND l.bot_id = o.bot_id AND l.chat_id = o.chat_id
    WHERE o.tenant = :tenant AND o.bot_id = :bot_id
        AND o.state IN ('new', 'uncertain') AND (o.state = 'new' OR o.policy = 'repeat')
        AND (o.not_before IS NULL OR o.not_before <= :now)
        AND (o.expires_at IS NULL OR o.expires_at > :now)
        AND (l.not_before IS NULL OR l.not_before <= :now)
        AND l.unreachable_since IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM outbox s
            WHERE s.tenant = o.tenant AND s.bot_id = o.bot_id AND s.chat_id = o.chat_id AND s.state = 'sending'
        )
) AS sendable
WHERE place = 1
ORDER BY priority, created_at, chat_id
LIMIT :limit;

-- name: unfinished(tenant, bot_id)
SELECT * FROM outbox WHERE tenant = :tenant AND bot_id = :bot_id AND state = 'sending' ORDER BY chat_id, seq;

-- name: messages(tenant, bot_id, chat_id, limit)
SELECT * FROM (
    SELECT * FROM outbox WHERE tenant = :tenant AND bot_id = :bot_id AND chat_id = :chat_id
    ORDER BY seq DESC LIMIT :limit
) AS newest
ORDER BY seq;

-- name: outgoing(tenant, id)^
SELECT * FROM outbox WHERE tenant = :tenant AND id = :id;

-- name: set_sending(tenant, id, now)!
-- The same call again (its result was lost) is no second claim.
UPDATE outbox SET state = 'sending', started_at = :now
WHERE tenant = :tenant AND id = :id
    AND (state IN ('new', 'uncertain') OR (state = 'sending' AND started_at = :now));

-- name: set_sent(tenant, id, message_id, sent_at, payload)!
UPDATE outbox
SET state = 'sent', message_id = :message_id, sent_at = :sent_at, error = NULL,
    echo = CASE WHEN :payload IS NULL THEN echo ELSE '[]' END, payload = COALESCE(:payload, payload)
WHERE tenant = :tenant AND id = :id;

-- name: set_state(tenant, id, state, attempt, not_before, error)!
UPDATE outbox SET state = :state, attempt = :attempt, not_before = :not_before, error = :error
WHERE tenant = :tenant AND id = :id AND state IN ('new', 'sending', 'uncertain');

-- name: set_over(tenant, id, state, error)!
UPDATE outbox SET state = :state, error = :error, payload = '{}', echo = '[]'
WHERE tenant = :tenant AND id = :id AND state IN ('new', 'sending', 'uncertain');

-- name: set_echo(tenant, id, echo, not_before)!
UPDATE outbox SET echo = :echo, not_before = :not_before WHERE tenant = :tenant AND id = :id;

-- name: set_card_sent(tenant, id, version, message_id, shown_at)!
UPDATE card SET sent_version = :version, message_id = :message_id, shown_at = :shown_at
WHERE tenant = :tenant AND id = :id AND sent_version <= :version;

-- name: set_card_collapsed(tenant, id)!
UPDATE card SET state = 'collapsed' WHERE tenant = :tenant AND id = :id AND state = 'retired';

-- name: set_ask_shown(tenant, id, message_id, shown_at)!
UPDATE ask SET shown_at = :shown_at, message_id = :message_id
WHERE tenant = :tenant AND id = :id AND shown_at IS NULL;

-- name: uncertain_of_ask(tenant, bot_id, chat_id, ask, message_id)^
-- A press on the message that showed the ask before proves nothing about a later drawing of the same ask.
SELECT * FROM outbox o
WHERE o.tenant = :tenant AND o.bot_id = :bot_id AND o.chat_id = :chat_id AND o.ask = :ask
    AND o.kind = 'card' AND o.state = 'uncertain'
    AND (
        NOT EXISTS (SELECT 1 FROM ask a WHERE a.tenant = o.tenant AND a.id = o.ask AND a.shown_at IS NOT NULL)
        OR NOT EXISTS (
            SELECT 1 FROM card c WHERE c.tenant = o.tenant AND c.id = o.card_id AND c.message_id >= :message_id
        )
    );

-- name: set_lane_wait(tenant, bot_id, chat_id, not_before)!
INSERT INTO lane (tenant, bot_id, chat_id, last_message_id, not_before)
VALUES (:tenant, :bot_id, :chat_id, 0, :not_before)
ON CONFLICT (tenant, bot_id, chat_id) DO UPDATE SET not_before = excluded.not_before;

-- name: set_unreachable(tenant, bot_id, chat_id, since)!
INSERT INTO lane (tenant, bot_id, chat_id, last_message_id, unreachable_since)
VALUES (:tenant, :bot_id, :chat_id, 0, :since)
ON CONFLICT (tenant, bot_id, chat_id) DO UPDATE
SET unreachable_since = COALESCE(lane.unreachable_since, excluded.unreachable_since);

-- name: set_reachable(tenant, bot_id, chat_id)!
UPDATE lane SET unreachable_since = NULL WHERE tenant = :tenant AND bot_id = :bot_id AND chat_id = :chat_id;

-- name: cancel_expired(tenant, bot_id, now)!
UPDATE outbox SET state = 'cancelled', error = 'expired', payload = '{}', echo = '[]'
WHERE tenant = :tenant AND bot_id = :bot_id AND state IN ('new', 'uncertain') AND expires_at <= :now;
