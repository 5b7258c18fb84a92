-- One statement for each type of record. What a race could spoil is settled here, not by who comes last.

-- name: write_script!
INSERT INTO script (
    tenant, hash, folder, name, body, version
) VALUES (
    :tenant, :hash, :folder, :name, :body, :version
)
ON CONFLICT (tenant, hash) DO UPDATE SET
    folder = excluded.folder, name = excluded.name, body = excluded.body, version = excluded.version;

-- name: write_person!
INSERT INTO person (
    tenant, id, channel, address, name, language, created_at, stopped_at, unreachable_since, calendar
) VALUES (
    :tenant, :id, :channel, :address, :name, :language, :created_at, :stopped_at, :unreachable_since, :calendar
)
ON CONFLICT (tenant, id) DO UPDATE SET
    channel = excluded.channel, address = excluded.address, name = excluded.name,
    language = excluded.language, created_at = excluded.created_at, stopped_at = excluded.stopped_at,
    unreachable_since = excluded.unreachable_since, calendar = excluded.calendar
-- Who was erased stays so: a step that was under way must not bring the name back.
WHERE person.address NOT LIKE 'erased:%';

-- name: write_assessment!
INSERT INTO assessment (
    tenant, id, name, owner, folder, script_hash, model_hash, language, state, demo, created_at, deadline,
    privacy, settings, adopted_at, phase, phase_since, closed_at, adopted_by, repeats
) VALUES (
    :tenant, :id, :name, :owner, :folder, :script_hash, :model_hash, :language, :state, :demo, :created_at,
    :deadline, :privacy, :settings, :adopted_at, :phase, :phase_since, :closed_at, :adopted_by, :repeats
)
ON CONFLICT (tenant, id) DO UPDATE SET
    name = excluded.name, owner = excluded.owner, folder = excluded.folder,
    script_hash = excluded.script_hash, model_hash = excluded.model_hash, language = excluded.language,
    state = excluded.state, demo = excluded.demo, created_at = excluded.created_at,
    deadline = excluded.deadline, privacy = excluded.privacy, settings = excluded.settings,
    adopted_at = excluded.adopted_at, phase = excluded.phase, phase_since = excluded.phase_since,
    closed_at = excluded.closed_at, adopted_by = excluded.adopted_by, repeats = excluded.repeats;

-- name: write_member!
INSERT INTO member (
    tenant, assessment, person, role, since
) VALUES (
    :tenant, :assessment, :person, :role, :since
)
ON CONFLICT (tenant, assessment, person) DO UPDATE SET role = excluded.role, since = excluded.since;

-- name: write_invite!
INSERT INTO invite (
    tenant, id, token_hash, assessment, pillar, role, name, state, created_at, expires_at, opened_at,
    bound_to, bound_at, function, department, language, question
) VALUES (
    :tenant, :id, :token_hash, :assessment, :pillar, :role, :name, :state, :created_at, :expires_at,
    :opened_at, :bound_to, :bound_at, :function, :department, :language, :question
)
ON CONFLICT (tenant, id) DO UPDATE SET
    token_hash = excluded.token_hash, assessment = excluded.assessment, pillar = excluded.pillar,
    role = excluded.role, name = excluded.name, state = excluded.state, created_at = excluded.created_at,
    expires_at = excluded.expires_at, opened_at = excluded.opened_at, bound_to = excluded.bound_to,
    bound_at = excluded.bound_at, function = excluded.function, department = excluded.department,
    language = excluded.language, question = excluded.question;

-- name: write_interview!
-- raise_by: 0 after the guard has raised the rev already, else 1.
INSERT INTO interview (
    tenant, id, assessment, invite, person, pillar, role, state, rev, script_hash, language, created_at,
    last_activity, progress, joined_at, submitted_at, erased_at, department, share_earlier
) VALUES (
    :tenant, :id, :assessment, :invite, :person, :pillar, :role, :state, :rev, :script_hash, :language,
    :created_at, :last_activity, :progress, :joined_at, :submitted_at, :erased_at, :department, :share_earlier
)
ON CONFLICT (tenant, id) DO UPDATE SET
    assessment = excluded.assessment, invite = excluded.invite, person = excluded.person,
    pillar = excluded.pillar, role = excluded.role, state = excluded.state,
    rev = interview.rev + :raise_by, script_hash = excluded.script_hash, language = excluded.language,
    created_at = excluded.created_at, last_activity = excluded.last_activity, progress = excluded.progress,
    joined_at = excluded.joined_at, submitted_at = excluded.submitted_at, erased_at = excluded.erased_at,
    department = excluded.department, share_earlier = excluded.share_earlier;

-- name: write_ask!
-- What a person saw first stays; only delivery knows it.
INSERT INTO ask (
    tenant, id, interview, kind, question, state, option, opened_at, shown_at, message_id
) VALUES (
    :tenant, :id, :interview, :kind, :question, :state, :option, :opened_at, :shown_at, :message_id
)
ON CONFLICT (tenant, id) DO UPDATE SET
    interview = excluded.interview, kind = excluded.kind, question = excluded.question,
    state = excluded.state, option = excluded.option, opened_at = excluded.opened_at,
    shown_at = COALESCE(ask.shown_at, excluded.shown_at),
    message_id = COALESCE(ask.message_id, excluded.message_id);

-- name: write_answer!
INSERT INTO answer (
    tenant, interview, question, revision, seq, ask, option, value, text, reason, best, weakest, evidence,
    author, at, source
) VALUES (
    :tenant, :interview, :question, :revision, :seq, :ask, :option, :value, :text, :reason, :best,
    :weakest, :evidence, :author, :at, :source
)
ON CONFLICT (tenant, interview, question, revision) DO NOTHING;

-- name: write_kept!
INSERT INTO kept (
    tenant, id, interview, person, question, text, at, source, state
) VALUES (
    :tenant, :id, :interview, :person, :question, :text, :at, :source, :state
)
ON CONFLICT (tenant, id) DO UPDATE SET
    interview = excluded.interview, person = excluded.person, question = excluded.question,
    text = excluded.text, at = excluded.at, source = excluded.source, state = excluded.state;

-- name: write_file!
-- What was erased stays so, also when a download ends afterwards; and one source gives one file.
INSERT INTO file (
    tenant, id, interview, question, person, ask, source, album, name, mime, size, address, state, at, error
)
SELECT
    :tenant, :id, :interview, :question, :person, :ask, :source, :album, :name, :mime, :size, :address,
    :state, :at, :error
WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.tenant = :tenant AND f.source = :source AND f.id <> :id)
ON CONFLICT (tenant, id) DO UPDATE SET
    interview = excluded.interview, question = excluded.question, person = excluded.person,
    ask = excluded.ask, source = excluded.source, album = excluded.album, name = excluded.name,
    mime = excluded.mime, size = excluded.size, address = excluded.address, state = excluded.state,
    at = excluded.at, error = excluded.error
WHERE file.state <> 'erased';

-- name: write_reminder!
INSERT INTO reminder (
    tenant, id, person, assessment, interview, kind, number, cap, day, at
)
SELECT :tenant, :id, :person, :assessment, :interview, :kind, :number, :cap, :day, :at
WHERE :number BETWEEN 1 AND :cap
ON CONFLICT DO NOTHING;

-- name: write_judgement!
-- Of an interview that was erased nothing is said any more.
INSERT INTO judgement (
    tenant, interview, question, number, score, reason, evidence, "by", at, revision
)
SELECT :tenant, :interview, :question, :number, :score, :reason, :evidence, :by, :at, :revision
WHERE NOT EXISTS (
    SELECT 1 FROM interview i WHERE i.tenant = :tenant AND i.id = :interview AND i.erased_at IS NOT NULL
)
ON CONFLICT (tenant, interview, question, number) DO NOTHING;

-- name: write_amendment!
-- Of a round that was erased nothing is said any more.
INSERT INTO amendment (tenant, assessment, kind, subject, number, body, "by", at)
SELECT :tenant, :assessment, :kind, :subject, :number, :body, :by, :at
WHERE NOT EXISTS (
    SELECT 1 FROM assessment a WHERE a.tenant = :tenant AND a.id = :assessment AND a.state = 'erased'
)
ON CONFLICT (tenant, assessment, kind, subject, number) DO NOTHING;

-- name: write_note!
-- What was erased stays so, and of an interview that was erased nothing is said any more.
INSERT INTO note (
    tenant, id, assessment, interview, person, pillar, question, kind, text, state, "by", at, reply, done_at
)
SELECT
    :tenant, :id, :assessment, :interview, :person, :pillar, :question, :kind, :text, :state, :by, :at,
    :reply, :done_at
WHERE NOT EXISTS (
    SELECT 1 FROM interview i WHERE i.tenant = :tenant AND i.id = :interview AND i.erased_at IS NOT NULL
)
ON CONFLICT (tenant, id) DO UPDATE SET
    assessment = excluded.assessment, interview = excluded.interview, person = excluded.person,
    pillar = excluded.pillar, question = excluded.question, kind = excluded.kind, text = excluded.text,
    state = excluded.state, "by" = excluded."by", at = excluded.at, reply = excluded.reply,
    done_at = excluded.done_at
WHERE note.state <> 'erased';

-- name: write_initiative!
-- What was erased stays so, and of what was erased nothing is said any more.
INSERT INTO initiative (
    tenant, id, assessment, interview, source, body, state, "by", at, mark
)
SELECT :tenant, :id, :assessment, :interview, :source, :body, :state, :by, :at, :mark
WHERE NOT EXISTS (
    SELECT 1 FROM interview i WHERE i.tenant = :tenant AND i.id = :interview AND i.erased_at IS NOT NULL
) AND NOT EXISTS (
    SELECT 1 FROM assessment a WHERE a.tenant = :tenant AND a.id = :assessment AND a.state = 'erased'
)
ON CONFLICT (tenant, id) DO UPDATE SET
    assessment = excluded.assessment, interview = excluded.interview, source = excluded.source,
    body = excluded.body, state = excluded.state, "by" = excluded."by", at = excluded.at, mark = excluded.mark
WHERE initiative.state <> 'erased';

-- name: initiative_marked(tenant, id, assessment, mark)^
SELECT 1 FROM initiative WHERE tenant = :tenant AND assessment = :assessment AND mark = :mark AND id <> :id;

-- name: write_reference!
-- What was withdrawn stays so, a reference stays whose it is, and one mark gives one reference of an owner.
INSERT INTO reference (
    tenant, id, owner, name, anonymous, sector, government, size, country, year, kind, stage, demo, contact,
    sharing, link, seen_on, interview, mark, withdrawn_at, at
)
SELECT
    :tenant, :id, :owner, :name, :anonymous, :sector, :government, :size, :country, :year, :kind, :stage,
    :demo, :contact, :sharing, :link, :seen_on, :interview, :mark, :withdrawn_at, :at
WHERE NOT EXISTS (
    SELECT 1 FROM reference r
    WHERE r.tenant = :tenant AND r.owner = :owner AND r.mark = :mark AND r.id <> :id
) AND NOT EXISTS (
    SELECT 1 FROM interview i WHERE i.tenant = :tenant AND i.id = :interview AND i.erased_at IS NOT NULL
)
ON CONFLICT (tenant, id) DO UPDATE SET
    name = excluded.name, anonymous = excluded.anonymous, sector = excluded.sector,
    government = excluded.government, size = excluded.size, country = excluded.country,
    year = excluded.year, kind = excluded.kind, stage = excluded.stage, demo = excluded.demo,
    contact = excluded.contact, sharing = excluded.sharing, link = excluded.link,
    seen_on = excluded.seen_on, interview = excluded.interview, mark = excluded.mark,
    withdrawn_at = excluded.withdrawn_at, at = excluded.at
WHERE reference.withdrawn_at IS NULL AND reference.owner = excluded.owner;

-- name: follow_reference!
-- Its scores have the same about it.
UPDATE reference_score
SET demo = :demo, kind = :kind, sector = :sector, government = :government, country = :country, year = :year
WHERE tenant = :tenant AND reference = :id;

-- name: follow_reference_in_practices!
UPDATE practice SET demo = :demo WHERE tenant = :tenant AND reference = :id;

-- name: write_reference_score!
INSERT INTO reference_score (
    tenant, reference, pillar, score, coverage, at, owner, demo, kind, sector, government, country, year
)
SELECT
    :tenant, :reference, :pillar, :score, :coverage, :at, r.owner, r.demo, r.kind, r.sector, r.government,
    r.country, r.year
FROM reference r WHERE r.tenant = :tenant AND r.id = :reference AND r.withdrawn_at IS NULL
ON CONFLICT (tenant, reference, pillar) DO UPDATE SET
    score = excluded.score, coverage = excluded.coverage, at = excluded.at;

-- name: write_practice!
INSERT INTO practice (
    tenant, id, reference, owner, pillar, from_level, to_level, "row", sector, language, done, effort, result,
    evidence, source, withdrawn, at, demo
)
SELECT
    :tenant, :id, :reference, :owner, :pillar, :from_level, :to_level, :row, :sector, :language, :done,
    :effort, :result, :evidence, :source, :withdrawn, :at, r.demo
FROM reference r
WHERE r.tenant = :tenant AND r.id = :reference AND r.owner = :owner AND r.withdrawn_at IS NULL
ON CONFLICT (tenant, id) DO UPDATE SET
    pillar = excluded.pillar, from_level = excluded.from_level, to_level = excluded.to_level,
    "row" = excluded."row", sector = excluded.sector, language = excluded.language, done = excluded.done,
    effort = excluded.effort, result = excluded.result, evidence = excluded.evidence,
    source = excluded.source, withdrawn = excluded.withdrawn, at = excluded.at
WHERE practice.reference = excluded.reference;

-- name: write_contact!
-- Of who was erased or withdrew nothing is said any more.
INSERT INTO contact (
    tenant, id, person, reference, assessment, wants, link, themes, agreed, at
)
SELECT :tenant, :id, :person, :reference, :assessment, :wants, :link, :themes, :agreed, :at
WHERE NOT EXISTS (
    SELECT 1 FROM person p WHERE p.tenant = :tenant AND p.id = :person AND p.address LIKE 'erased:%'
) AND NOT EXISTS (
    SELECT 1 FROM reference r WHERE r.tenant = :tenant AND r.id = :reference AND r.withdrawn_at IS NOT NULL
) AND NOT EXISTS (
    SELECT 1 FROM assessment a WHERE a.tenant = :tenant AND a.id = :assessment AND a.state = 'erased'
)
ON CONFLICT (tenant, id) DO UPDATE SET
    person = excluded.person, reference = excluded.reference, assessment = excluded.assessment,
    wants = excluded.wants, link = excluded.link, themes = excluded.themes, agreed = excluded.agreed,
    at = excluded.at;

-- name: write_update!
INSERT INTO inbox (
    tenant, bot_id, update_id, lane, received_at, body, state, error
) VALUES (
    :tenant, :bot_id, :update_id, :lane, :received_at, :body, :state, :error
)
ON CONFLICT (tenant, bot_id, update_id) DO UPDATE SET
    lane = excluded.lane, received_at = excluded.received_at, body = excluded.body, state = excluded.state,
    error = excluded.error;

-- name: write_card!
-- sent_version, message_id and shown_at are delivery's, and so is that it was collapsed.
INSERT INTO card (
    tenant, id, bot_id, chat_id, interview, ask, wanted_version, sent_version, message_id, shown_at, state
) VALUES (
    :tenant, :id, :bot_id, :chat_id, :interview, :ask, :wanted_version, :sent_version, :message_id,
    :shown_at, :state
)
ON CONFLICT (tenant, id) DO UPDATE SET
    bot_id = excluded.bot_id, chat_id = excluded.chat_id, interview = excluded.interview,
    ask = excluded.ask, wanted_version = excluded.wanted_version,
    state = CASE WHEN card.state = 'collapsed' THEN card.state ELSE excluded.state END;

-- name: write_outgoing!
-- The card is written before its row, so its ask is the one that this version shows.
INSERT INTO outbox (
    tenant, id, bot_id, chat_id, kind, priority, policy, method, payload, dedupe_key, created_at, card_id,
    card_version, echo, file_ref, state, attempt, started_at, not_before, expires_at, message_id, sent_at,
    error, ask, about, seq
) VALUES (
    :tenant, :id, :bot_id, :chat_id, :kind, :priority, :policy, :method, :payload, :dedupe_key,
    :created_at, :card_id, :card_version, :echo, :file_ref, :state, :attempt, :started_at, :not_before,
    :expires_at, :message_id, :sent_at, :error,
    COALESCE(:ask, (SELECT c.ask FROM card c WHERE c.tenant = :tenant AND c.id = :card_id)), :about,
    (SELECT COALESCE(MAX(o.seq), 0) + 1 FROM outbox o
        WHERE o.tenant = :tenant AND o.bot_id = :bot_id AND o.chat_id = :chat_id)
)
ON CONFLICT (tenant, bot_id, dedupe_key) DO NOTHING;

-- name: write_lane!
-- The last message is never lowered, a wait never shortened; a new message in a chat proves that it can be reached.
INSERT INTO lane (
    tenant, bot_id, chat_id, last_message_id, not_before, unreachable_since
) VALUES (
    :tenant, :bot_id, :chat_id, :last_message_id, :not_before, :unreachable_since
)
ON CONFLICT (tenant, bot_id, chat_id) DO UPDATE SET
    last_message_id = CASE
        WHEN excluded.last_message_id > lane.last_message_id THEN excluded.last_message_id
        ELSE lane.last_message_id
    END,
    not_before = CASE
        WHEN lane.not_before > excluded.not_before THEN lane.not_before
        ELSE COALESCE(excluded.not_before, lane.not_before)
    END,
    unreachable_since = CASE
        WHEN excluded.last_message_id > lane.last_message_id THEN NULL
        ELSE lane.unreachable_since
    END;

-- name: write_job!
INSERT INTO job (
    tenant, id, kind, key, payload, due_at, state, attempt, error
) VALUES (
    :tenant, :id, :kind, :key, :payload, :due_at, :state, :attempt, :error
)
ON CONFLICT (tenant, id) DO UPDATE SET
    kind = excluded.kind, key = excluded.key, payload = excluded.payload, due_at = excluded.due_at,
    state = excluded.state, attempt = excluded.attempt, error = excluded.error;

-- name: write_audit!
INSERT INTO audit (tenant, id, at, who, what, assessment, subject)
VALUES (:tenant, :id, :at, :who, :what, :assessment, :subject)
ON CONFLICT (tenant, id) DO NOTHING;

-- name: write_score!
INSERT INTO score (tenant, id, assessment, at, body)
VALUES (:tenant, :id, :assessment, :at, :body)
ON CONFLICT (tenant, id) DO NOTHING;

-- name: receive!
-- The dedupe row of an update: 0 rows when it was handled before.
INSERT INTO inbox (tenant, bot_id, update_id, lane, received_at, body, state, error)
VALUES (:tenant, :bot_id, :update_id, :lane, :received_at, :body, :state, :error)
ON CONFLICT (tenant, bot_id, update_id) DO NOTHING;

-- name: raise_rev(tenant, id, rev)!
UPDATE interview SET rev = rev + 1 WHERE tenant = :tenant AND id = :id AND rev = :rev;

-- name: hold_open_invite(tenant, id)!
-- Changes nothing, but locks the row where rows are locked.
UPDATE invite SET state = state WHERE tenant = :tenant AND id = :id AND state = 'open';

-- name: hold_pending_job(tenant, id, kind)!
UPDATE job SET state = state WHERE tenant = :tenant AND id = :id AND kind = :kind AND state = 'new';

-- name: hold_assessment(tenant, id, phase, state)!
UPDATE assessment SET state = state WHERE tenant = :tenant AND id = :id AND phase = :phase AND state = :state;

-- name: address_taken(tenant, channel, address, id)^
SELECT 1 FROM person WHERE tenant = :tenant AND channel = :channel AND address = :address AND id <> :id;

-- name: drop_pending_job(tenant, key, id)!
DELETE FROM job WHERE tenant = :tenant AND key = :key AND id <> :id AND state = 'new';

-- name: drop_pending_jobs(tenant, first, beyond)!
UPDATE job SET state = 'dropped' WHERE tenant = :tenant AND state = 'new' AND key >= :first AND key < :beyond;

-- name: key_known(tenant, bot_id, dedupe_key)^
SELECT 1 FROM outbox WHERE tenant = :tenant AND bot_id = :bot_id AND dedupe_key = :dedupe_key;

-- name: pending_of_card(tenant, card_id)^
SELECT id, card_version, echo, not_before FROM outbox
WHERE tenant = :tenant AND card_id = :card_id AND kind = 'card' AND state IN ('new', 'uncertain');

-- name: drop_outgoing(tenant, id)!
DELETE FROM outbox WHERE tenant = :tenant AND id = :id;

-- name: cancel_unsent(tenant, bot_id, chat_id)!
UPDATE outbox SET state = 'cancelled', payload = '{}', echo = '[]'
WHERE tenant = :tenant AND bot_id = :bot_id AND chat_id = :chat_id AND state IN ('new', 'uncertain');

-- name: cancel_unsent_about(tenant, bot_id, chat_id, assessment)!
UPDATE outbox SET state = 'cancelled', payload = '{}', echo = '[]'
WHERE tenant = :tenant AND bot_id = :bot_id AND chat_id = :chat_id AND state IN ('new', 'uncertain') AND (
    about = :assessment
    OR about IN (SELECT i.id FROM interview i WHERE i.tenant = :tenant AND i.assessment = :assessment)
    OR about IN (SELECT v.id FROM invite v WHERE v.tenant = :tenant AND v.assessment = :assessment)
);

-- name: cancel_unsent_of_kind(tenant, bot_id, chat_id, kind)!
UPDATE outbox SET state = 'cancelled', payload = '{}', echo = '[]'
WHERE tenant = :tenant AND bot_id = :bot_id AND chat_id = :chat_id AND state IN ('new', 'uncertain') AND kind = :kind;
