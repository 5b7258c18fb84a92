-- Jobs, the dedupe set, and whole-tenant reads.

-- name: due_jobs(tenant, now, limit)
SELECT * FROM job WHERE tenant = :tenant AND state = 'new' AND due_at <= :now ORDER BY due_at, id LIMIT :limit;

-- name: pending_job(tenant, key)^
SELECT * FROM job WHERE tenant = :tenant AND key = :key AND state = 'new';

-- name: pending_jobs(tenant, first, beyond)
SELECT * FROM job
WHERE tenant = :tenant AND state = 'new' AND key >= :first AND key < :beyond
ORDER BY key;

-- name: finish_job(tenant, id, due_at, attempt, state, error)!
-- Only as it was when it was taken up: a job that was written anew meanwhile stays.
UPDATE job SET state = :state, error = :error
WHERE tenant = :tenant AND id = :id AND due_at = :due_at AND attempt = :attempt AND state = 'new';

-- name: seen(tenant, bot_id, update_id)^
SELECT 1 FROM inbox WHERE tenant = :tenant AND bot_id = :bot_id AND update_id = :update_id;

-- name: last_received(tenant, bot_id)^
SELECT MAX(received_at) FROM inbox WHERE tenant = :tenant AND bot_id = :bot_id;

-- name: prune_updates(tenant, before)!
-- The newest of each bot stays: it tells how long the bot was away.
DELETE FROM inbox
WHERE tenant = :tenant AND state = 'done' AND received_at < :before AND received_at < (
    SELECT MAX(n.received_at) FROM inbox n WHERE n.tenant = inbox.tenant AND n.bot_id = inbox.bot_id
);

-- name: prune_dead_letters(tenant, before)!
DELETE FROM inbox WHERE tenant = :tenant AND state = 'dead' AND received_at < :before;

-- name: dead_letters(tenant)
SELECT * FROM inbox WHERE tenant = :tenant AND state = 'dead' ORDER BY received_at, update_id;

-- name: all_interviews(tenant)
SELECT * FROM interview WHERE tenant = :tenant ORDER BY created_at, id;

-- name: all_answers(tenant)
SELECT * FROM answer WHERE tenant = :tenant ORDER BY interview, seq, revision;

-- name: all_kept(tenant)
SELECT * FROM kept WHERE tenant = :tenant ORDER BY at, id;

-- name: scripts_in_use(tenant)
SELECT * FROM script s
WHERE s.tenant = :tenant AND (
    s.hash IN (SELECT i.script_hash FROM interview i WHERE i.tenant = :tenant)
    OR s.hash IN (SELECT a.script_hash FROM assessment a WHERE a.tenant = :tenant)
    OR s.hash IN (SELECT a.model_hash FROM assessment a WHERE a.tenant = :tenant)
);

-- name: cancel_everything_unsent()!
-- Of every tenant: after a restore nobody knows what of it was sent meanwhile.
UPDATE outbox SET state = 'cancelled', payload = '{}', echo = '[]' WHERE state IN ('new', 'sending', 'uncertain');

-- name: cancel_due_jobs(now)!
-- But for fetching what people sent: nobody gets anything of it, and it is still there to be fetched.
UPDATE job SET state = 'cancelled' WHERE state = 'new' AND due_at <= :now AND kind <> 'fetch';

-- name: answers_history_of(tenant, person)
SELECT a.* FROM answer a JOIN interview i ON i.tenant = a.tenant AND i.id = a.interview
WHERE a.tenant = :tenant AND i.person = :person
ORDER BY a.interview, a.seq, a.revision;

-- name: kept_by(tenant, person)
SELECT * FROM kept WHERE tenant = :tenant AND person = :person ORDER BY at, id;

-- name: audit(tenant, assessment, limit)
SELECT * FROM audit WHERE tenant = :tenant AND assessment = :assessment ORDER BY at DESC, id DESC LIMIT :limit;

-- name: scores(tenant, assessment)
SELECT * FROM score WHERE tenant = :tenant AND assessment = :assessment ORDER BY at, id;

-- name: prune_scores(tenant, before)!
DELETE FROM score WHERE tenant = :tenant AND at < :before;

-- name: prune_audit(tenant, before)!
DELETE FROM audit WHERE tenant = :tenant AND at < :before;
