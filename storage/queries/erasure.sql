-- Erasure: what people said and are is blanked; ids, revisions and times stay.

-- name: erase_answers(tenant, interview)!
UPDATE answer
SET option = NULL, value = NULL, text = NULL, reason = NULL, best = NULL, weakest = NULL, evidence = '[]', source = NULL
WHERE tenant = :tenant AND interview = :interview;

-- name: erase_asks(tenant, interview)!
UPDATE ask SET option = NULL, state = CASE WHEN state = 'open' THEN 'withdrawn' ELSE state END
WHERE tenant = :tenant AND interview = :interview;

-- name: erase_kept_of_interview(tenant, interview)!
UPDATE kept SET text = '', source = NULL, state = 'erased' WHERE tenant = :tenant AND interview = :interview;

-- name: erase_kept_of_person(tenant, person)!
UPDATE kept SET text = '', source = NULL, state = 'erased' WHERE tenant = :tenant AND person = :person;

-- name: erase_interview(tenant, interview, now)!
UPDATE interview
SET progress = '{}', state = 'stopped', department = NULL, rev = rev + 1, erased_at = COALESCE(erased_at, :now)
WHERE tenant = :tenant AND id = :interview;

-- name: erase_invite_of_interview(tenant, interview)!
UPDATE invite SET name = NULL, function = NULL, department = NULL, state = 'revoked'
WHERE tenant = :tenant AND EXISTS (
    SELECT 1 FROM interview i
    WHERE i.tenant = invite.tenant AND i.id = :interview AND i.invite = invite.id AND i.person = invite.bound_to
);

-- name: erase_scores(tenant, assessment)!
DELETE FROM score WHERE tenant = :tenant AND assessment = :assessment;

-- name: erase_cards(tenant, interview)!
UPDATE card SET state = 'retired' WHERE tenant = :tenant AND interview = :interview AND state = 'live';

-- name: erase_outgoing_of_cards(tenant, interview)!
UPDATE outbox
SET payload = '{}', echo = '[]', error = NULL, file_ref = NULL,
    state = CASE WHEN state IN ('new', 'uncertain') THEN 'cancelled' ELSE state END
WHERE tenant = :tenant
    AND card_id IN (SELECT c.id FROM card c WHERE c.tenant = :tenant AND c.interview = :interview);

-- name: erase_outgoing_about(tenant, about)!
-- What told others of one of these, also together with what told of others.
UPDATE outbox
SET payload = '{}', echo = '[]', error = NULL, file_ref = NULL,
    state = CASE WHEN state IN ('new', 'uncertain') THEN 'cancelled' ELSE state END
WHERE tenant = :tenant AND about IN (SELECT value FROM json_each(:about));

-- name: erase_outgoing_of_chat(tenant, chat_id, erased)!
UPDATE outbox
SET payload = '{}', echo = '[]', error = NULL, file_ref = NULL, chat_id = :erased,
    seq = seq + (SELECT COALESCE(MAX(o.seq), 0) FROM outbox o WHERE o.tenant = :tenant AND o.chat_id = :erased),
    state = CASE WHEN state IN ('new', 'uncertain') THEN 'cancelled' ELSE state END
WHERE tenant = :tenant AND chat_id = :chat_id;

-- name: erase_cards_of_chat(tenant, chat_id, erased)!
UPDATE card SET chat_id = :erased WHERE tenant = :tenant AND chat_id = :chat_id;

-- name: erase_lane(tenant, chat_id)!
DELETE FROM lane WHERE tenant = :tenant AND chat_id = :chat_id;

-- name: erase_updates(tenant, chat_id, erased)!
UPDATE inbox SET body = NULL, error = NULL, lane = :erased WHERE tenant = :tenant AND lane = :chat_id;

-- name: erase_jobs(tenant, names)!
-- All that name somebody or something of these; what is over and empty needs no look.
UPDATE job SET payload = '{}', error = NULL, state = CASE WHEN state = 'new' THEN 'cancelled' ELSE state END
WHERE tenant = :tenant AND (state = 'new' OR payload <> '{}' OR error IS NOT NULL)
    AND EXISTS (SELECT 1 FROM json_each(:names) n WHERE instr(job.payload, n.value) OR instr(job.key, n.value));

-- name: drop_reminder_of_interview(tenant, interview)!
-- Unless the same person has another interview to be reminded of.
UPDATE job SET state = 'dropped', payload = '{}', error = NULL
WHERE tenant = :tenant AND state = 'new' AND key = (
    SELECT 'remind:' || i.assessment || ':' || i.person FROM interview i
    WHERE i.tenant = :tenant AND i.id = :interview AND NOT EXISTS (
        SELECT 1 FROM interview o
        WHERE o.tenant = i.tenant AND o.assessment = i.assessment AND o.person = i.person
            AND o.erased_at IS NULL
    )
);

-- name: erase_file(tenant, id)!
UPDATE file
SET name = '', source = 'erased:' || id, album = NULL, mime = NULL, size = NULL, address = NULL, state = 'erased',
    error = NULL
WHERE tenant = :tenant AND id = :id;

-- name: erase_judgements(tenant, interview)!
UPDATE judgement SET score = NULL, reason = NULL, evidence = NULL
WHERE tenant = :tenant AND interview = :interview;

-- name: erase_judgements_by(tenant, person)!
-- The words of who judged; the figure stays, it counts for others.
UPDATE judgement SET reason = NULL WHERE tenant = :tenant AND "by" = :person;

-- name: erase_amendments_of_assessment(tenant, assessment)!
UPDATE amendment SET body = '{}' WHERE tenant = :tenant AND assessment = :assessment;

-- name: erase_progress_by(tenant, person)!
-- What somebody said of an action, in their own words or by a button.
UPDATE amendment SET body = '{}' WHERE tenant = :tenant AND "by" = :person AND kind = 'progress';

-- name: erase_notes_of_interview(tenant, interview)!
-- Also what the same person said, or was said of them, about that pillar outside the interview.
UPDATE note SET text = '', reply = NULL, state = 'erased'
WHERE tenant = :tenant
    AND assessment = (SELECT i.assessment FROM interview i WHERE i.tenant = :tenant AND i.id = :interview)
    AND (interview = :interview OR (interview IS NULL AND EXISTS (
        SELECT 1 FROM interview i
        WHERE i.tenant = note.tenant AND i.id = :interview AND i.person IN (note.person, note."by")
            AND i.pillar = COALESCE(note.pillar, i.pillar)
    )));

-- name: erase_notes_of_assessment(tenant, assessment)!
UPDATE note SET text = '', reply = NULL, state = 'erased' WHERE tenant = :tenant AND assessment = :assessment;

-- name: erase_notes_of_person(tenant, person)!
-- What somebody else replied, in an interview of their own, stays.
UPDATE note SET text = '', state = 'erased', reply = CASE WHEN EXISTS (
    SELECT 1 FROM interview i WHERE i.tenant = note.tenant AND i.id = note.interview AND i.person <> :person
) THEN reply ELSE NULL END
WHERE tenant = :tenant AND (person = :person OR "by" = :person);

-- name: erase_invites_of_person(tenant, person)!
UPDATE invite SET name = NULL, function = NULL, department = NULL, state = 'revoked' WHERE tenant = :tenant AND bound_to = :person;

-- name: erase_members_of_person(tenant, person)!
UPDATE member SET role = 'removed' WHERE tenant = :tenant AND person = :person;

-- name: erase_members_of_assessment(tenant, assessment)!
UPDATE member SET role = 'removed' WHERE tenant = :tenant AND assessment = :assessment;

-- name: erase_person(tenant, person, erased, now)!
UPDATE person
SET name = '', address = :erased, language = NULL, calendar = '{}', stopped_at = COALESCE(stopped_at, :now)
WHERE tenant = :tenant AND id = :person;

-- name: erase_invites_of_assessment(tenant, assessment)!
UPDATE invite SET name = NULL, function = NULL, department = NULL, state = 'revoked' WHERE tenant = :tenant AND assessment = :assessment;

-- name: erase_assessment(tenant, assessment)!
UPDATE assessment SET name = '', privacy = '{}', settings = '{}', state = 'erased'
WHERE tenant = :tenant AND id = :assessment;

-- name: files_about(tenant, about)
SELECT file_ref FROM outbox
WHERE tenant = :tenant AND about IN (SELECT value FROM json_each(:about)) AND file_ref IS NOT NULL;

-- name: files_of_chat(tenant, chat_id)
SELECT file_ref FROM outbox WHERE tenant = :tenant AND chat_id = :chat_id AND file_ref IS NOT NULL;

-- name: file_named(tenant, file)^
-- Whether anything that is left names this file.
SELECT 1 FROM outbox WHERE tenant = :tenant AND file_ref = :file
UNION ALL
SELECT 1 FROM file WHERE tenant = :tenant AND address = :file AND state = 'kept'
LIMIT 1;

-- name: is_busy(tenant, person)^
-- Whether somebody has an interview that is kept, an assessment, a part in running one, or references.
SELECT 1 FROM interview WHERE tenant = :tenant AND person = :person AND erased_at IS NULL
UNION ALL
SELECT 1 FROM assessment WHERE tenant = :tenant AND owner = :person AND state <> 'erased'
UNION ALL
SELECT 1 FROM member WHERE tenant = :tenant AND person = :person AND role = 'consultant'
UNION ALL
SELECT 1 FROM reference WHERE tenant = :tenant AND owner = :person AND withdrawn_at IS NULL
UNION ALL
-- Who tells of an action is in no interview.
SELECT 1 FROM invite WHERE tenant = :tenant AND bound_to = :person AND state = 'bound' AND role = 'action'
LIMIT 1;

-- name: people_met_before(tenant, before)
SELECT * FROM person
WHERE tenant = :tenant AND created_at < :before AND address NOT LIKE 'erased:%' ORDER BY created_at, id;

-- name: forget_chats_of_nobody(tenant, before)!
UPDATE outbox SET chat_id = 'erased:' || id
WHERE tenant = :tenant AND created_at < :before AND chat_id NOT LIKE 'erased:%'
    AND state NOT IN ('new', 'sending')
    AND NOT EXISTS (SELECT 1 FROM person p WHERE p.tenant = outbox.tenant AND p.address = outbox.chat_id);

-- name: forget_lanes_of_nobody(tenant)!
DELETE FROM lane
WHERE tenant = :tenant
    AND NOT EXISTS (SELECT 1 FROM person p WHERE p.tenant = lane.tenant AND p.address = lane.chat_id)
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.tenant = lane.tenant AND o.chat_id = lane.chat_id);

-- name: shown_since(tenant, chat_id, since)
-- A card's message may be older than its last edit; whoever deletes it finds out.
SELECT bot_id, message_id FROM (
    SELECT bot_id, message_id, sent_at AS at FROM outbox
    WHERE tenant = :tenant AND chat_id = :chat_id AND state = 'sent' AND message_id IS NOT NULL
    UNION
    SELECT bot_id, message_id, shown_at FROM card
    WHERE tenant = :tenant AND chat_id = :chat_id AND message_id IS NOT NULL
) AS shown
WHERE at >= :since
GROUP BY bot_id, message_id
ORDER BY MIN(at), message_id;

-- name: erase_initiative(tenant, id)!
-- Also the mark: it was made of the words.
UPDATE initiative SET body = '{}', state = 'erased', mark = NULL WHERE tenant = :tenant AND id = :id;

-- name: erase_initiatives_of_assessment(tenant, assessment)!
UPDATE initiative SET body = '{}', state = 'erased', mark = NULL WHERE tenant = :tenant AND assessment = :assessment;

-- name: erase_initiatives_by(tenant, person)!
-- What a person told; a list that was handed over is the organisation's.
UPDATE initiative SET body = '{}', state = 'erased', mark = NULL
WHERE tenant = :tenant AND "by" = :person AND source <> 'list';

-- name: erase_initiatives_beside(tenant, person, assessment)!
-- What a person told of in a round outside any interview.
UPDATE initiative SET body = '{}', state = 'erased', mark = NULL
WHERE tenant = :tenant AND assessment = :assessment AND "by" = :person AND source = 'chat';

-- name: blank_reference(tenant, reference, now)!
-- Its mark stays, so that the same set does not bring it back.
UPDATE reference
SET name = NULL, anonymous = 1, contact = '{}', sharing = '{}', link = NULL, seen_on = NULL,
    withdrawn_at = COALESCE(withdrawn_at, :now)
WHERE tenant = :tenant AND id = :reference;

-- name: drop_reference_scores(tenant, reference)!
DELETE FROM reference_score WHERE tenant = :tenant AND reference = :reference;

-- name: blank_practices(tenant, reference)!
UPDATE practice SET done = '', effort = NULL, result = NULL, evidence = NULL, source = NULL, withdrawn = 1
WHERE tenant = :tenant AND reference = :reference;

-- name: blank_contacts_of_reference(tenant, reference)!
UPDATE contact SET wants = 0, link = NULL, themes = '{}', agreed = '{}'
WHERE tenant = :tenant AND reference = :reference;

-- name: blank_contacts_of_person(tenant, person)!
UPDATE contact SET wants = 0, link = NULL, themes = '{}', agreed = '{}'
WHERE tenant = :tenant AND person = :person;

-- name: blank_contacts_in(tenant, person, assessment)!
UPDATE contact SET wants = 0, link = NULL, themes = '{}', agreed = '{}'
WHERE tenant = :tenant AND person = :person AND assessment = :assessment;

-- name: blank_contacts_of_assessment(tenant, assessment)!
UPDATE contact SET wants = 0, link = NULL, themes = '{}', agreed = '{}'
WHERE tenant = :tenant AND assessment = :assessment;

-- name: blank_contact_data_of(tenant, person)!
-- Of the references for which this person can be reached; what the organisation did stays.
UPDATE reference SET contact = '{}'
WHERE tenant = :tenant AND id IN (
    SELECT c.reference FROM contact c WHERE c.tenant = :tenant AND c.person = :person AND c.reference IS NOT NULL
);

-- name: references_kept_by(tenant, person)
SELECT id FROM reference WHERE tenant = :tenant AND owner = :person AND withdrawn_at IS NULL;
